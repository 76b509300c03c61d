package org.rav1ebygop.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.WorkerInfo;
import org.rav1ebygop.transport.websocket.WorkersFile.Approval;
import org.rav1ebygop.websocket.SelfSigned;
import org.rav1ebygop.websocket.Trust;

class WorkersFileTest {
  private static final String PIN = "sha256:" + "0f".repeat(32);

  @TempDir Path folder;

  @Test
  void theExampleIsRightAndShowsEverythingThereIs() throws IOException {
    Path example = Path.of(System.getProperty("basedir", "."), "../../workers.example.toml");
    Path file = folder.resolve("workers.toml");
    String text = Files.readString(example);
    Files.writeString(file, text);
    List<Worker> workers = WorkersFile.read(file, Approval.GIVEN).workers();
    assertFalse(workers.isEmpty());
    // What needs a file or a variable is commented out there.
    Files.writeString(folder.resolve("ca.pem"), SelfSigned.pem(certificate()));
    Files.writeString(folder.resolve("worker.password"), "secret\n");
    Files.writeString(file, text.replaceAll("(?m)^# (?=\\[\\[|\\w+ = )", ""));
    List<Worker> all = read(Files.readString(file).replace("\"RENDER_PASSWORD\"", "\"PATH\""));
    assertTrue(all.size() > workers.size());
  }

  @Test
  void whatIsNotGivenHasTheValuesOfTheOriginal() throws IOException {
    Worker worker = read("[[workers]]\nhost = \"a\"\npassword = \"secret\"\n").getFirst();
    assertEquals("a", worker.name());
    assertEquals(13_415, worker.port());
    assertEquals("secret", worker.password());
    assertNull(worker.trust());
  }

  @Test
  void hostsAreNamesOrAddressesAndNamesDiffer() throws IOException {
    List<Worker> workers =
        read(
            """
            [[workers]]
            host = "2001:db8::7"
            password = "s"
            slots = 2
            [[workers]]
            host = "10.0.0.2"
            port = 1
            password = "s"
            [[workers]]
            host = "10.0.0.2"
            port = 2
            password = "s"
            [[workers]]
            host = "10.0.0.2"
            port = 3
            name = "big one"
            password = "s"
            """);
    assertEquals(
        List.of("2001:db8::7", "10.0.0.2:1", "10.0.0.2:2", "big one"),
        workers.stream().map(Worker::name).toList());
    assertEquals(2, workers.getFirst().slots());
  }

  @Test
  void workersWithTlsAreTrustedAsTheFileSays() throws IOException {
    Files.writeString(folder.resolve("ca.pem"), SelfSigned.pem(certificate()));
    String head = "[[workers]]\npassword = \"s\"\nsecure = true\n";
    List<Worker> workers =
        read(
            head
                + "host = \"a\"\n"
                + head
                + "host = \"b\"\nca = \"ca.pem\"\n"
                + head
                + "host = \"c\"\nfingerprint = \"%s\"\n".formatted(PIN));
    assertInstanceOf(Trust.Machine.class, workers.get(0).trust());
    assertEquals(
        List.of(certificate()),
        assertInstanceOf(Trust.Authorities.class, workers.get(1).trust()).certificates());
    assertEquals(
        PIN, assertInstanceOf(Trust.Pinned.class, workers.get(2).trust()).fingerprint().toString());
  }

  @Test
  void passwordsComeFromFilesAndVariablesTooAndAreNeverShown() throws IOException {
    Files.writeString(folder.resolve("p"), "from a file\n");
    List<Worker> workers =
        read(
            """
            [[workers]]
            host = "a"
            password_file = "p"
            [[workers]]
            host = "b"
            password_env = "PATH"
            """);
    assertEquals("from a file", workers.getFirst().password());
    assertEquals(System.getenv("PATH"), workers.getLast().password());
    assertFalse(workers.toString().contains("from a file"));
  }

  @Test
  void whoeverCanReadPasswordsIsWarnedOf() throws IOException {
    Path file = folder.resolve("workers.toml");
    Files.writeString(file, "[[workers]]\nhost = \"a\"\npassword = \"s\"\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertTrue(WorkersFile.read(file, Approval.GIVEN).warnings().getFirst().contains("chmod 600"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertEquals(List.of(), WorkersFile.read(file, Approval.GIVEN).warnings());
  }

  /// An unpacked download may name any file and any variable.
  @Test
  void aFileThatNobodyApprovedGetsNoPasswordsOfThisMachine() throws IOException {
    Files.writeString(folder.resolve("p"), "secret of the user");
    WorkersFile read =
        read(
            """
            [[workers]]
            host = "a"
            password = "s"
            [[workers]]
            host = "b"
            password_file = "p"
            [[workers]]
            host = "c"
            password_env = "PATH"
            """,
            Approval.MISSING);
    assertEquals(List.of("a"), read.workers().stream().map(Worker::name).toList());
    assertEquals(List.of("b", "c"), read.leftOut().stream().map(WorkerInfo::worker).toList());
    assertTrue(read.leftOut().getFirst().trouble().startsWith("its password_file is ignored"));
    String told = read.warnings().getFirst();
    assertTrue(told.startsWith("the film goes to a:13415, which "), told);
    assertTrue(told.contains("--workers none"), told);
    assertTrue(
        read.warnings().get(2).startsWith("c is not used: its password_env is ignored"),
        read.warnings()::toString);
    assertEquals(
        "3 workers: a:13415, b:13415, c:13415",
        WorkersFile.summary(folder.resolve("workers.toml")));
  }

  @Test
  void aFileThatOthersCanChangeIsRefused() throws IOException {
    read("");
    Path file = folder.resolve("workers.toml");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    for (Approval approval : Approval.values()) {
      GopException e = assertThrows(GopException.class, () -> WorkersFile.read(file, approval));
      assertTrue(e.getMessage().contains("everybody can write to it"), e::getMessage);
      assertTrue(e.getMessage().contains("chmod go-w"), e::getMessage);
    }
  }

  /// A device never ends, and nobody may ever write into a pipe.
  @Test
  void whatIsNoFileIsNeitherPasswordNorListNorCertificate() throws Exception {
    String head = "[[workers]]\nhost = \"a\"\n";
    assertMessage(head + "password_file = \"/dev/zero\"\n", "/dev/zero: it is not a regular file");
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    assertMessage(head + "password_file = \"pipe\"\n", "pipe: it is not a regular file");
    assertMessage(
        head + "password = \"s\"\nsecure = true\nca = \"pipe\"\n",
        "pipe: it is not a regular file");
    Files.writeString(folder.resolve("long"), "x".repeat(4097));
    assertMessage(head + "password_file = \"long\"\n", "it is longer than 4096 bytes");
    for (Path file : List.of(pipe, Path.of("/dev/zero"))) {
      GopException e =
          assertThrows(GopException.class, () -> WorkersFile.read(file, Approval.GIVEN));
      assertTrue(e.getMessage().contains("it is not a regular file"), e::getMessage);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "host = 5|3|'host' is a text",
        "host = \"a:80\"|3|port = 80",
        "host = \"ws://a\"|3|without 'ws://'",
        "host = \"\"|3|'host' is empty",
        "host = \"a\"\\nport = 0|4|1 to 65535",
        "host = \"a\"\\nport = \"80\"|4|whole number",
        "host = \"a\"\\nslots = 0|4|'slots' is a whole number",
        "host = \"a\"\\nhots = 1|4|'hots' is not known",
        "host = \"a\"\\nsecure = \"yes\"|4|true or false",
        "host = \"a\"\\nca = \"x.pem\"|4|secure = true",
        "host = \"a\"\\nsecure = true\\nca = \"x.pem\"|5|no such file",
        "host = \"a\"\\nsecure = true\\nfingerprint = \"12\"|5|64 hexadecimal digits",
        "host = \"a\"\\npassword_env = \"PATH\"|4|only one of",
        "host = \"a\"\\nname = \"local\"|3|this machine",
        "port = 3|2|no 'host'",
        "host = \"a\"\\nhost = \"b\"|4|defined",
        "host = a|3|''",
        "name|3|''",
      })
  void whatIsWrongIsSaidWithItsPlace(String lines, int line, String text) {
    GopException e =
        assertThrows(
            GopException.class,
            () ->
                read("[[workers]]\npassword = \"hunter2\"\n" + lines.replace("\\n", "\n") + "\n"));
    assertEquals(GopException.Kind.USAGE, e.kind());
    assertTrue(
        e.getMessage()
            .matches(String.format(Locale.ROOT, ".*workers.toml, line %d, column \\d+: .+", line)),
        e::getMessage);
    assertTrue(e.getMessage().contains(text.replace("''", "")), e::getMessage);
    assertFalse(e.getMessage().contains("hunter2"), e::getMessage);
  }

  @Test
  void aPasswordWithoutQuotesIsNotShownEither() {
    GopException e =
        assertThrows(
            GopException.class, () -> read("[[workers]]\nhost = \"a\"\npassword = hunter2\n"));
    assertFalse(e.getMessage().contains("hunter2"), e::getMessage);
    assertTrue(e.getMessage().contains("line 3"), e::getMessage);
  }

  @Test
  void otherTablesAndMissingPasswordsAreRefused() {
    assertMessage("[worker]\nhost = \"a\"\n", "'worker' is not known");
    assertMessage("[workers]\nhost = \"a\"\n", "two brackets");
    assertMessage("workers = [1]\n", "[[workers]]");
    assertMessage("[[workers]]\n", "is empty");
    assertMessage("[[workers]]\nhost = \"a\"\n", "SERVER_PASSWORD");
    assertMessage("[[workers]]\nhost = \"a\"\npassword_file = \"nowhere\"\n", "nowhere");
    assertMessage("[[workers]]\nhost = \"a\"\npassword_env = \"NO_SUCH_ONE\"\n", "is not set");
    assertMessage(
        "[[workers]]\nhost = \"a\"\npassword = \"s\"\n".repeat(2), "there is another worker");
  }

  @Test
  void anEmptyFileHasNoWorkersAndNoFileIsAnError() throws IOException {
    assertEquals(List.of(), read(""));
    GopException e =
        assertThrows(
            GopException.class,
            () -> WorkersFile.read(folder.resolve("nowhere.toml"), Approval.GIVEN));
    assertTrue(e.getMessage().contains("workers.example.toml"), e::getMessage);
  }

  private void assertMessage(String toml, String text) {
    GopException e = assertThrows(GopException.class, () -> read(toml));
    assertTrue(e.getMessage().contains(text), e::getMessage);
    assertFalse(e.getMessage().contains("\n"), e::getMessage);
  }

  private List<Worker> read(String toml) throws IOException {
    return read(toml, Approval.GIVEN).workers();
  }

  private WorkersFile read(String toml, Approval approval) throws IOException {
    return WorkersFile.read(Files.writeString(folder.resolve("workers.toml"), toml), approval);
  }

  private static java.security.cert.X509Certificate certificate() {
    return Holder.CERTIFICATE;
  }

  private static final class Holder {
    static final java.security.cert.X509Certificate CERTIFICATE =
        SelfSigned.make(List.of("a.example")).chain().getFirst();
  }
}
