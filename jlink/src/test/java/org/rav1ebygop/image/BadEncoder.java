package org.rav1ebygop.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/// Programs in the place of rav1e that behave badly.
///
/// @param folder for them and what they leave
record BadEncoder(Image image, Path folder) {
  private static final String MARK = "BAD_ENCODER";

  /// More than a frame of the usual films.
  private static final long TRIAL = 100_000;

  /// One whose worker was killed ends with the test at the latest.
  private static final String UNTIL_GO = "until [ -e DIR/go ] || [ ! -d DIR ]; do sleep 0.1; done";

  /// A rav1e that does something of its own before it encodes a GOP, whose y4m is in `$film`. The
  /// same GOP has the same name in each attempt. The trial with a single frame, before the work
  /// begins, goes through.
  Path before(String work) throws IOException {
    return before(work, TRIAL);
  }

  /// The same.
  ///
  /// @param trial bytes that a film has at the most which goes through
  Path before(String work, long trial) throws IOException {
    return script(
        "encoder",
        """
        case $1 in --version | --help) exec REAL "$@" ;; esac
        cat >DIR/$$
        film=DIR/gop-$(cksum <DIR/$$ | tr ' ' -)
        mv DIR/$$ $film
        [ $(wc -c <$film) -gt %s ] || exec REAL "$@" <$film
        %s
        exec REAL "$@" <$film
        """
            .formatted(Long.toString(trial), work));
  }

  /// A rav1e that holds all GOPs but the one that comes first, until there is a file `go` in the
  /// folder: the film cannot be over before the test wants it to be.
  Path holdingAllButOne() throws IOException {
    return before("mkdir DIR/first 2>/dev/null || " + UNTIL_GO);
  }

  /// A rav1e that holds all GOPs until there is a file `go` in the folder.
  Path holdingAll() throws IOException {
    return before(UNTIL_GO);
  }

  /// The same, for other films than the usual ones.
  ///
  /// @param frame bytes of one
  Path holdingAll(long frame) throws IOException {
    return before(UNTIL_GO, frame + frame / 2);
  }

  /// A shell script. `REAL` in it stands for the rav1e of the image, `DIR` for the folder.
  Path script(String name, String body) throws IOException {
    String real = new Run("sh", "-c", "command -v " + Tools.rav1e(image)).toEnd().stdout().strip();
    Path script =
        Files.writeString(
            folder.resolve(name),
            "#!/bin/sh\n" + body.replace("REAL", real).replace("DIR", folder.toString()));
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  /// Marks a run and every process that comes of it.
  Run mark(Run run) {
    return run.with(MARK, folder.toString()).with("RAV1E_BY_GOP_PASS_ENV", MARK);
  }

  /// How many processes of marked runs there are.
  long running() {
    String mark = MARK + "=" + folder + "\0";
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(Running::isAlive)
          .filter(process -> environment(process).contains(mark))
          .count();
    }
  }

  private static String environment(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", "" + process.pid(), "environ"), ISO_8859_1);
    } catch (IOException _) {
      return ""; // another user's, or gone
    }
  }
}
