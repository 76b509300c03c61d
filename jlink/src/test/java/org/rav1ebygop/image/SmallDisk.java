package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A file system of a few kilobytes that only the programs started through it see. It is gone with
/// the one process that keeps it, however that ends.
final class SmallDisk implements AutoCloseable {
  private static final String READY = "mounted";

  /// Without and with the rights of an administrator.
  private static final List<String> WAYS = List.of("-rm", "-m");

  private final Running keeper;
  private final String way;
  private final Path folder;

  private SmallDisk(Running keeper, String way, Path folder) {
    this.keeper = keeper;
    this.way = way;
    this.folder = folder;
  }

  /// Mounts one; where that is not permitted the test is skipped.
  ///
  /// @param folder is made
  /// @param size such as `64k`
  static SmallDisk mount(Path folder, String size) throws IOException {
    Files.createDirectory(folder);
    for (String way : WAYS) {
      if (keeper(way, "true", folder, size).toEnd().code() == 0) {
        Running keeper = keeper(way, "echo " + READY + "; cat", folder, size).stdinOpen().start();
        keeper.awaitStdout(READY);
        return new SmallDisk(keeper, way, folder);
      }
    }
    assumeTrue(false, "mounting is not permitted here");
    throw new IllegalStateException("not reached");
  }

  private static Run keeper(String way, String then, Path folder, String size) {
    return new Run("unshare", way, "sh", "-c")
        .and("mount -t tmpfs -o size=$1 tmpfs \"$0\" && " + then, folder, size);
  }

  /// A run that sees the disk.
  Run run(Object program, Object... arguments) {
    Run run = new Run("nsenter", "-t", keeper.handle().pid(), "-m");
    if (way.contains("r")) {
      run.and("-U", "--preserve-credentials");
    }
    // Entering moves to the root folder; folders are named in full.
    return run.and(program).and(arguments);
  }

  /// Mounts it anew.
  ///
  /// @param options of mount, such as `size=1m`
  void remount(String options) throws IOException {
    run("mount", "-o", "remount," + options, folder).toEnd().expectCode(0);
  }

  /// Takes up space.
  void fill(String bytes) throws IOException {
    run("sh", "-c", "head -c " + bytes + " /dev/zero >\"$0\"/filler", folder).toEnd().expectCode(0);
  }

  /// A file or folder on it.
  Path at(String name) {
    return folder.resolve(name);
  }

  /// Names of all that is on it.
  List<String> names() throws IOException {
    return run("ls", "-A", folder).toEnd().expectCode(0).stdout().lines().toList();
  }

  @Override
  public void close() {
    keeper.close();
  }
}
