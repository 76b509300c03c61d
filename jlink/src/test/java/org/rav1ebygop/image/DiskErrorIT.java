package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Disks that are full, broken or read-only when something is written or read: one line says so,
/// what is finished is kept, and the film is the same when the disk is well again. The kernel's
/// answers are made up by strace.
class DiskErrorIT {
  @TempDir static Path shared;
  private static Path film = Path.of("");
  private static Path undisturbed = Path.of("");

  @TempDir Path scratch;
  private Path folder = Path.of("");

  @BeforeAll
  static void encodeWithoutAnyTrouble() throws IOException {
    String reason = Strace.whyNot();
    assumeTrue(reason.isEmpty(), () -> "strace cannot be used here: " + reason);
    film = LeftJob.film();
    LeftJob.run(new Run("env"), shared, film).toEnd().expectCode(0);
    undisturbed = shared.resolve("out.ivf");
  }

  /// @param finished GOPs by then
  @ParameterizedTest
  @CsvSource({
    "mkdir,    out.ivf.gops,                  EROFS,  Read-only file system,   0",
    "write,    out.ivf.gops/job.json.tmp,     ENOSPC, No space left on device, 0",
    "write,    out.ivf.gops/gop-000002.1.tmp, ENOSPC, No space left on device, 2",
    "fsync,    out.ivf.gops/gop-000003.1.tmp, EIO,    Input/output error,      3",
    "rename,   out.ivf.gops/gop-000004.1.tmp, EROFS,  Read-only file system,   4",
    "write,    .out.ivf.WRITER.tmp,           ENOSPC, No space left on device, 5",
    "read,     .out.ivf.WRITER.tmp,           EIO,    Input/output error,      5",
    "rename,   .out.ivf.WRITER.tmp,           EROFS,  Read-only file system,   5",
  })
  void isNamedAndLosesNothing(String call, String file, String error, String message, int finished)
      throws IOException {
    folder = Files.createDirectory(scratch.resolve("film"));
    LeftJob.expectRefusal(failing(call, file, error, film), 5, message);
    assertTrue(
        List.of(List.of(), List.of("out.ivf.gops")).contains(Tools.names(folder)),
        () -> "" + folder);
    Outcome outcome = LeftJob.run(new Run("env"), folder, film).toEnd().expectCode(0);
    assertEquals(-1, Files.mismatch(undisturbed, folder.resolve("out.ivf")), outcome::toString);
    assertEquals(finished, LeftJob.count(outcome, "kept from an earlier run"), outcome::toString);
    assertEquals(List.of("out.ivf"), Tools.names(folder));
  }

  @Test
  void aFilmWhoseJobCannotBeDeletedIsWholeAllTheSame() throws IOException {
    folder = Files.createDirectory(scratch.resolve("film"));
    Run run = failing("unlink", "out.ivf.gops/job.json", "EIO", film);
    Outcome outcome = run.toEnd().expectCode(0);
    assertEquals(1, LeftJob.count(outcome, "warning: the film is complete, but "));
    assertEquals(-1, Files.mismatch(undisturbed, folder.resolve("out.ivf")));
  }

  /// A film that comes through stdin, from a disk that fails after some frames.
  @Test
  void anInputThatCannotBeReadIsNamed() throws IOException {
    folder = Files.createDirectory(scratch.resolve("film"));
    Path copy = Files.copy(film, scratch.resolve("film.y4m"));
    Run run = failing("read", "../film.y4m", "EIO:when=30+", "-").stdin(copy);
    LeftJob.expectRefusal(run, 3, "cannot be read", "Input/output error");
  }

  /// A run in which a system call on a file always fails.
  ///
  /// @param file in the folder; WRITER stands for what tells apart those who write one film
  private Run failing(String call, String file, String error, Object input) {
    int writer = folder.resolve("out.ivf.gops").toAbsolutePath().normalize().hashCode();
    Path path =
        folder.resolve(file.replace("WRITER", HexFormat.of().toHexDigits(writer))).normalize();
    var command =
        Strace.with(
            "-P",
            path.toString(),
            "-e",
            "trace=" + call,
            "-e",
            "inject=" + call + ":error=" + error);
    return LeftJob.run(new Run("env").and(command.toArray()), folder, input);
  }
}
