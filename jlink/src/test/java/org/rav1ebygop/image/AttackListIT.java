package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Attacks on the image by lists of workers, and by the files that they name.
class AttackListIT {
  private static final Image IMAGE = Image.built();

  @TempDir Path scratch;

  /// A download may bring a list of workers, to which the film would go.
  @Test
  void workersThatCameWithADownloadAreNamedBeforeTheyGetTheFilm() throws IOException {
    stranger("password = \"s\"");
    Path film = Clips.small(20);
    Run encode = IMAGE.run(film, "-s", 10, "-o", "made.ivf").in(scratch);
    Outcome outcome = encode.toEnd().expectCode(0);
    assertTrue(
        outcome
            .stderr()
            .contains(
                "warning: the film goes to 127.0.0.1:1, which workers.toml names; you have not approved this file"),
        outcome::toString);
    Outcome without = encode.and("--overwrite", "--workers", "none").toEnd().expectCode(0);
    assertFalse(without.stderr().contains("workers"), without::toString);
    Outcome named =
        IMAGE
            .run(film, "-s", 10, "-o", "made.ivf", "--overwrite", "--workers", "workers.toml")
            .in(scratch)
            .toEnd()
            .expectCode(0);
    assertFalse(named.stderr().contains("approved"), named::toString);
  }

  @Test
  void whoIsAtATerminalIsAskedOnceAboutWorkersOfADownload() throws IOException {
    stranger("password = \"s\"");
    String question =
        "./workers.toml names 1 worker: 127.0.0.1:1. Use it? [y]es, always for this file / [n]o ";
    Outcome no = answered(question, "", "x", "Yes!", "n").expectCode(0);
    assertEquals(4, Terminal.count(no, question), no::toString);
    assertFalse(no.stdout().contains("workers listed in"), no::toString);
    Outcome yes = answered(question, "y").expectCode(0);
    assertTrue(yes.stdout().contains("workers listed in workers.toml"), yes::toString);
    assertFalse(yes.stdout().contains("approved"), yes::toString);
    Outcome again = answered(question).expectCode(0);
    assertEquals(0, Terminal.count(again, question), again::toString);
    assertTrue(again.stdout().contains("workers listed in workers.toml"), again::toString);
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(scratch.resolve("state/rav1e-by-gop/approved-workers"))));
    stranger("password = \"t\"");
    Outcome changed = answered(question, "n").expectCode(0);
    assertEquals(1, Terminal.count(changed, question), changed::toString);
  }

  /// Standard input is the film, and cannot answer.
  @Test
  void theTerminalIsAskedAboutWorkersWhenTheFilmIsPiped() throws IOException {
    stranger("password = \"s\"");
    Run encode = IMAGE.run("-", "-s", 10, "-o", "made.ivf");
    Run piped = Terminal.of("cat '" + Clips.small(20) + "' |", encode, "");
    Outcome outcome = Terminal.answer(at(piped), "Use it?", "maybe", "n").expectCode(0);
    assertEquals(2, Terminal.count(outcome, "Use it?"), outcome::toString);
  }

  /// An unpacked list may name any file and variable, and learn from the proof whether a guess of
  /// its content is right.
  @Test
  void workersOfADownloadGetNoPasswordsOfThisMachine() throws IOException {
    stranger("password_env = \"PATH\"");
    Outcome outcome =
        IMAGE.run(Clips.small(20), "-s", 10, "-o", "made.ivf").in(scratch).toEnd().expectCode(0);
    assertTrue(
        outcome
            .stderr()
            .contains("warning: 127.0.0.1 is not used: its password_env is ignored, as you have"),
        outcome::toString);
    Outcome listed = IMAGE.run("workers").in(scratch).toEnd().expectCode(5);
    assertTrue(listed.stdout().contains("its password_env is ignored"), listed::toString);
  }

  @Test
  void aListOfWorkersThatOthersCanChangeIsRefused() throws IOException {
    Path list = stranger("password = \"s\"");
    Files.setPosixFilePermissions(list, PosixFilePermissions.fromString("rw-rw-rw-"));
    for (Run run :
        List.of(
            IMAGE.run(Clips.small(20), "-s", 10, "-o", "made.ivf").in(scratch),
            IMAGE.run(Clips.small(20), "-s", 10, "-o", "made.ivf", "--workers", list),
            IMAGE.run("workers").in(scratch))) {
      Outcome refused = run.toEnd().expectCode(2);
      assertTrue(refused.stderr().contains("everybody can write to it"), refused::toString);
    }
    assertFalse(Files.exists(scratch.resolve("made.ivf")));
  }

  @Test
  void theWorkersOfTheUserNeedNoApproval() throws IOException {
    Path own = Files.createDirectories(scratch.resolve("config/rav1e-by-gop"));
    Path list = Files.move(stranger("password = \"s\""), own.resolve("workers.toml"));
    Outcome outcome =
        IMAGE
            .run(Clips.small(20), "-s", 10, "-o", scratch.resolve("made.ivf"))
            .with("XDG_CONFIG_HOME", scratch.resolve("config").toString())
            .in(scratch)
            .toEnd()
            .expectCode(0);
    assertTrue(outcome.stderr().contains("workers listed in " + list), outcome::toString);
    assertFalse(outcome.stderr().contains("approved"), outcome::toString);
  }

  /// A device that never ends took all memory, a pipe waited for ever.
  @Test
  void passwordsListsAndCertificatesAreRegularFiles() throws IOException {
    Path pipe = scratch.resolve("pipe");
    new Run("mkfifo", pipe).toEnd().expectCode(0);
    for (Object file : new Object[] {"/dev/zero", pipe}) {
      String password = "password_file = \"%s\"".formatted(file);
      String ca = "password = \"s\"\nsecure = true\nca = \"%s\"".formatted(file);
      expectNoFile(IMAGE.run("workers", "--workers", stranger(password)));
      expectNoFile(IMAGE.run("workers", "--workers", stranger(ca)));
      expectNoFile(IMAGE.run("workers", "--workers", file));
      expectNoFile(
          IMAGE
              .worker("--port", 0)
              .with("SERVER_PASSWORD", "correct horse")
              .with("TLS_CERT_PATH", file.toString())
              .with("TLS_KEY_PATH", file.toString()));
      expectNoFile(IMAGE.worker("--port", 0).with("SERVER_PASSWORD_FILE", file.toString()));
    }
  }

  private static void expectNoFile(Run run) throws IOException {
    Outcome refused = run.toEnd().expectCode(2);
    assertTrue(refused.stderr().contains("it is not a regular file"), refused::toString);
  }

  /// A list of one worker, where nobody listens.
  private Path stranger(String more) throws IOException {
    Path list = scratch.resolve("workers.toml");
    Files.writeString(list, "[[workers]]\nhost = \"127.0.0.1\"\nport = 1\n" + more + "\n");
    Files.setPosixFilePermissions(list, PosixFilePermissions.fromString("rw-r--r--"));
    return list;
  }

  private Outcome answered(String question, String... answers) throws IOException {
    Run encode = IMAGE.run(Clips.small(20), "-s", 10, "-o", "made.ivf", "--overwrite");
    return Terminal.answer(at(Terminal.of(encode)), question, answers);
  }

  /// What was approved is remembered in the folder of the test.
  private Run at(Run onTerminal) {
    return onTerminal
        .in(scratch)
        .with("XDG_STATE_HOME", scratch.resolve("state").toString())
        .with("XDG_CONFIG_HOME", scratch.resolve("no-config").toString());
  }
}
