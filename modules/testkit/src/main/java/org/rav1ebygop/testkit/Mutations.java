package org.rav1ebygop.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Damages files as disks, networks and hostile people do. The same seed gives the same files.
public final class Mutations {
  private static final byte[] TELLING = {0, 1, 9, 10, 32, 48, 127, (byte) 0x80, (byte) 0xff};

  private final List<byte[]> corpus;
  private final Random random;

  /// @param corpus the files to start from, at least one
  public Mutations(List<byte[]> corpus, long seed) {
    this.corpus = List.copyOf(corpus);
    this.random = new Random(seed);
  }

  /// The files of a directory, in the order of their names.
  public static List<byte[]> corpus(Path directory) throws IOException {
    var files = new ArrayList<byte[]>();
    try (var paths = Files.list(directory)) {
      for (Path path : paths.sorted().toList()) {
        files.add(Files.readAllBytes(path));
      }
    }
    return files;
  }

  /// The next damaged file: one of the corpus after one to six changes.
  public byte[] next() {
    byte[] bytes = any();
    for (int i = random.nextInt(6); i >= 0; i--) {
      bytes = change(bytes);
    }
    return bytes;
  }

  private byte[] change(byte[] bytes) {
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + (1 << random.nextInt(8)));
    return switch (random.nextInt(7)) {
      case 0 -> Arrays.copyOf(bytes, from);
      case 1 -> join(bytes, from, new byte[0], to);
      case 2 -> join(bytes, to, Arrays.copyOfRange(bytes, from, to), to);
      case 3 -> join(bytes, from, piece(), from);
      case 4 -> join(bytes, from, piece(), to);
      case 5 -> join(bytes, from, new byte[] {TELLING[random.nextInt(TELLING.length)]}, from + 1);
      default -> join(bytes, from, new byte[] {(byte) random.nextInt()}, from + 1);
    };
  }

  private byte[] any() {
    return corpus.get(random.nextInt(corpus.size()));
  }

  private byte[] piece() {
    byte[] other = any();
    int from = random.nextInt(other.length + 1);
    return Arrays.copyOfRange(other, from, Math.min(other.length, from + random.nextInt(32)));
  }

  /// `bytes` up to `until`, then `middle`, then `bytes` from `resume`.
  private static byte[] join(byte[] bytes, int until, byte[] middle, int resume) {
    int rest = Math.max(0, bytes.length - resume);
    byte[] joined = Arrays.copyOf(bytes, until + middle.length + rest);
    System.arraycopy(middle, 0, joined, until, middle.length);
    System.arraycopy(bytes, bytes.length - rest, joined, until + middle.length, rest);
    return joined;
  }
}
