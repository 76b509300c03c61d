package org.rav1ebygop.engine.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rav1ebygop.api.GopException;

/// A file that is being written under a temporary name in the folder of its own. Closing it before
/// it is published leaves nothing of it.
public final class PendingFile implements AutoCloseable {
  /// Characters by which the temporary name is longer than the final one.
  public static final int LONGER_BY = name("", "12345678").length();

  private final WrittenFile file;
  private final Path temporary;
  private final FileChannel channel;

  private PendingFile(WrittenFile file, Path temporary, FileChannel channel) {
    this.file = file;
    this.temporary = temporary;
    this.channel = channel;
  }

  static PendingFile create(WrittenFile file, String writer) throws IOException {
    Path target = file.path();
    Path temporary = target.resolveSibling(name(target.getFileName().toString(), writer));
    return new PendingFile(file, temporary, DurableFiles.begin(temporary));
  }

  /// What to write to.
  public FileChannel channel() {
    return channel;
  }

  /// Under which name it is for now.
  public Path path() {
    return temporary;
  }

  /// Makes the bytes durable, under the temporary name still.
  public void force() throws IOException {
    channel.force(true);
  }

  /// Gives the complete file its name.
  ///
  /// @throws GopException of kind ENVIRONMENT when something else has come to have that name, which
  ///   is left alone
  public void publish() throws IOException {
    force();
    String objection = file.objection();
    if (objection != null) {
      throw GopException.environment(objection, null);
    }
    DurableFiles.publish(temporary, file.path());
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(temporary);
  }

  private static String name(String target, String writer) {
    return "." + target + "." + writer + ".tmp";
  }
}
