package org.rav1ebygop.child.process;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The standard input of a child.
///
/// Where `/proc` tells what it is, the pipe is opened once more as a file: native and mapped memory
/// then goes to the kernel without a copy on the way, and a writer that waits for a full pipe wakes
/// up when another thread closes it. Elsewhere the bytes take the way through the stream of
/// [Process]; a waiting writer wakes up when the child and its descendants are gone.
public final class FramePipe {
  /// What one write takes at the most. The runtime copies memory on the heap into a native buffer
  /// of this size, which it keeps for the thread.
  private static final int CHUNK_BYTES = 1 << 20;

  private final OutputStream stream;
  private final @Nullable FileChannel file;
  private final WritableByteChannel channel;

  private FramePipe(OutputStream stream, @Nullable FileChannel file) {
    this.stream = stream;
    this.file = file;
    this.channel = file == null ? Channels.newChannel(stream) : file;
  }

  /// The best way there is to a child that was started with a pipe on its standard input.
  public static FramePipe of(Process process) {
    return new FramePipe(process.getOutputStream(), reopen(process));
  }

  /// The way that works everywhere.
  static FramePipe ofStream(Process process) {
    return new FramePipe(process.getOutputStream(), null);
  }

  /// Whether frames in native memory are written without a copy.
  boolean direct() {
    return file != null;
  }

  /// Writes all bytes, waiting for room.
  public void write(MemorySegment bytes) throws IOException {
    for (long at = 0; at < bytes.byteSize(); at += CHUNK_BYTES) {
      long count = Math.min(CHUNK_BYTES, bytes.byteSize() - at);
      ByteBuffer chunk = bytes.asSlice(at, count).asByteBuffer();
      while (chunk.hasRemaining()) {
        channel.write(chunk);
      }
    }
    if (file == null) {
      stream.flush();
    }
  }

  /// The child sees the end of its input once it has read what was written.
  public void end() throws IOException {
    if (file != null) {
      file.close();
    }
    stream.close();
  }

  /// Wakes up a writer that waits, once the child has been killed.
  public void abort() {
    try {
      if (file != null) {
        file.close();
        stream.close();
      }
    } catch (IOException _) {
      // nobody reads it any more
    }
  }

  /// Opens the pipe by the name that Linux gives it, or answers null.
  ///
  /// The link must name the same pipe before and after: a shell script may put another file in its
  /// place for a moment, and that must not be written to. The child must be alive afterwards: until
  /// then its process number cannot belong to another. ([ProcessHandle#isAlive] compares the time
  /// of start too.)
  private static @Nullable FileChannel reopen(Process process) {
    Path link = Path.of("/proc", Long.toString(process.pid()), "fd", "0");
    FileChannel opened = null;
    try {
      Path pipe = Files.readSymbolicLink(link);
      if (pipe.toString().startsWith("pipe:")) {
        opened = FileChannel.open(link, StandardOpenOption.WRITE);
        if (pipe.equals(Files.readSymbolicLink(link))
            && isPipe(opened)
            && process.toHandle().isAlive()) {
          return opened;
        }
      }
    } catch (IOException _) {
      // no /proc, no permission, or the child has ended: the stream will tell
    }
    close(opened);
    return null;
  }

  private static boolean isPipe(FileChannel channel) {
    try {
      channel.position();
      return false;
    } catch (IOException _) {
      return true; // has no position: "Illegal seek"
    }
  }

  private static void close(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException _) {
      // nothing was written to it
    }
  }
}
