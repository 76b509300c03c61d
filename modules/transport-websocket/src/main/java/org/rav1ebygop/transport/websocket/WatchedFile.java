package org.rav1ebygop.transport.websocket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.protocol.Roster;
import org.rav1ebygop.transport.websocket.WorkersFile.Approval;

/// A file of workers that may change.
final class WatchedFile implements Roster {
  private final Path path;
  private final Approval approval;
  private final Set<String> exposed = new HashSet<>();
  private Version version;
  private WorkersFile content;
  private boolean told;

  /// What changes when a file is written to or replaced.
  private record Version(long bytes, long changed, @Nullable Object key) {}

  /// Reads it.
  ///
  /// @throws GopException of kind USAGE when there is anything wrong with it
  WatchedFile(Path path, Approval approval) {
    this.path = path;
    this.approval = approval;
    this.version = version(path);
    this.content = WorkersFile.read(path, approval);
  }

  /// What it said when it was last right.
  WorkersFile content() {
    return content;
  }

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public List<Roster.Entry> workers() {
    return List.copyOf(content.workers());
  }

  /// Takes the file as it is now; while it is wrong, as it was.
  @Override
  public boolean look(Consumer<String> warnings) {
    Version now = version(path);
    boolean changed = !now.equals(version);
    version = now;
    try {
      content = changed ? WorkersFile.read(path, approval) : content;
    } catch (GopException e) {
      warnings.accept(e.getMessage() + "; the workers stay as they were");
      return false;
    }
    if (changed || !told) {
      told = true;
      content.warnings().forEach(warnings);
      warnOfListeners(warnings);
    }
    return changed;
  }

  /// Says of each worker once that others can see the film.
  private void warnOfListeners(Consumer<String> warnings) {
    String names =
        content.workers().stream()
            .filter(Worker::exposed)
            .map(Worker::name)
            .filter(exposed::add)
            .collect(Collectors.joining(", "));
    if (!names.isEmpty()) {
      warnings.accept(
          "no TLS to %s: who can listen to the network on the way sees the film; use secure = true or a VPN"
              .formatted(names));
    }
  }

  private static Version version(Path path) {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      return new Version(now.size(), now.lastModifiedTime().toMillis(), now.fileKey());
    } catch (IOException _) {
      return new Version(-1, 0, null);
    }
  }
}
