package org.rav1ebygop.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Directory trees.
final class Trees {
  private Trees() {}

  /// Everything below a directory and itself, in an order that is the same on every machine; of a
  /// file only itself, and nothing when there is no such file.
  static List<Path> walk(Path root) throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.sorted(Comparator.comparing(Path::toString)).toList();
    }
  }

  static void delete(Path root) throws IOException {
    for (Path file : walk(root).reversed()) {
      Files.delete(file);
    }
  }

  /// Copies what is below a directory into another, which may have something in it.
  static void copy(Path from, Path to) throws IOException {
    for (Path file : walk(from)) {
      Path target = to.resolve(from.relativize(file).toString());
      if (Files.isDirectory(file)) {
        Files.createDirectories(target);
      } else {
        Files.copy(file, target);
        target.toFile().setExecutable(Files.isExecutable(file), false);
      }
    }
  }

  /// Gives all files one time of change, and permissions that no umask had a hand in.
  static void normalise(Path root, Instant timestamp) throws IOException {
    for (Path file : walk(root).reversed()) {
      if (!Files.isSymbolicLink(file)) {
        String mode = Files.isExecutable(file) ? "rwxr-xr-x" : "rw-r--r--";
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      }
      FileTime time = FileTime.from(timestamp);
      Files.getFileAttributeView(file, BasicFileAttributeView.class, NOFOLLOW_LINKS)
          .setTimes(time, null, null);
    }
  }

  /// The sum of the sizes of all files.
  static long bytes(Path root) throws IOException {
    long sum = 0;
    for (Path file : walk(root)) {
      sum += Files.isRegularFile(file) ? Files.size(file) : 0;
    }
    return sum;
  }

  /// Lower-case hexadecimal SHA-256 over names, sizes and contents of files and of whole trees.
  static String digest(List<Path> roots) throws IOException {
    MessageDigest sha = sha256();
    for (Path root : roots) {
      for (Path file : walk(root)) {
        if (Files.isRegularFile(file)) {
          String head = root.relativize(file) + "\n" + Files.size(file) + "\n";
          sha.update(head.getBytes(UTF_8));
          sha.update(Files.readAllBytes(file));
        }
      }
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
