package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Disks fail and people edit: what was damaged while a job was interrupted is found, named, and
/// made again or refused. The film is the same in the end.
class StateDamageIT {
  /// Of the places that are damaged.
  private static final long SEED = Long.getLong("damage.seed", 20261130);

  @TempDir static Path shared;
  private static Path film = Path.of("");
  private static Path undisturbed = Path.of("");
  private static LeftJob left;

  @TempDir Path scratch;
  private final Random random = new Random(SEED);
  private LeftJob job;

  @BeforeAll
  static void leaveAJob() throws IOException {
    film = LeftJob.film();
    undisturbed = encoded(film);
    left = LeftJob.by(Files.createDirectory(shared.resolve("left")), film);
  }

  @BeforeEach
  void takeACopy() throws IOException {
    job = left.copyTo(Files.createDirectory(scratch.resolve("job")));
  }

  @Test
  void aGopThatIsGoneIsMadeAgain() throws IOException {
    Files.delete(job.gops().get(1));
    job.expectRepaired(film, 3, undisturbed);
  }

  /// In the header of the file, its count of frames, a time stamp, and anywhere in the pictures.
  @Test
  void aGopWithAChangedBitIsNamedAndMadeAgain() throws IOException {
    List<Path> gops = job.gops();
    int[] places = {random.nextInt(4), 24, 32 + 4, 44};
    places[3] += random.nextInt((int) Files.size(gops.get(3)) - 44 - 500);
    // not in the header of a packet, whose time stamp has bits that are not used
    places[3] = inPacket(Files.readAllBytes(gops.get(3)), places[3]);
    for (int i = 0; i < gops.size(); i++) {
      flip(gops.get(i), places[i], random.nextInt(8));
    }
    Outcome outcome = job.expectRepaired(film, 0, undisturbed);
    for (Path gop : gops) {
      assertEquals(
          1,
          LeftJob.count(outcome, "warning: " + gop + " is encoded again: "),
          () -> "seed " + SEED + "\n" + outcome);
    }
  }

  @Test
  void aGopThatIsCutOffOrLongerIsNamedAndMadeAgain() throws IOException {
    List<Path> gops = job.gops();
    int[] lengths = {0, 31, (int) Files.size(gops.get(2)) - 1, (int) Files.size(gops.get(3)) + 1};
    for (int i = 0; i < gops.size(); i++) {
      Files.write(gops.get(i), Arrays.copyOf(Files.readAllBytes(gops.get(i)), lengths[i]));
    }
    Outcome outcome = job.expectRepaired(film, 0, undisturbed);
    assertEquals(4, LeftJob.count(outcome, " is encoded again: "), outcome::toString);
  }

  @Test
  void gopsThatHaveEachOthersNumberAreMadeAgain() throws IOException {
    Path first = job.gops().get(0);
    Path third = job.gops().get(2);
    Files.move(first, renumbered(first, 2));
    Files.move(third, renumbered(third, 0));
    Outcome outcome = job.expectRepaired(film, 2, undisturbed);
    assertEquals(2, LeftJob.count(outcome, " is encoded again: "), outcome::toString);
  }

  /// For a file the log only saves work.
  @Test
  void aDamagedLogOfKeyframesCostsNoGop() throws IOException {
    Path log = job.state().resolve("keyframes");
    flip(log, random.nextInt((int) Files.size(log)), 3);
    job.expectRepaired(film, LeftJob.FINISHED, undisturbed);
  }

  @Test
  void anEmptyLogOfKeyframesCostsNoGop() throws IOException {
    Files.write(job.state().resolve("keyframes"), new byte[0]);
    job.expectRepaired(film, LeftJob.FINISHED, undisturbed);
  }

  /// What a pipe has brought is told by the log alone.
  @Test
  void withoutTheLogGopsOfAPipeDoNotGetIntoTheFilmOfAnother() throws IOException {
    Path folder = Files.createDirectory(scratch.resolve("pipe"));
    String last = "[ $(wc -c <$film) -lt 20000 ] || [ $(wc -c <$film) -gt 50000 ] || exit 101";
    Run first = LeftJob.run(new Run("env"), folder, "-").stdin(film);
    first.and("--rav1e", LeftJob.encoder(folder, last), "--max-tries", 1).toEnd().expectCode(4);
    Files.write(folder.resolve("out.ivf.gops/keyframes"), new byte[0]);
    Path other = LeftJob.otherFilm();
    LeftJob.run(new Run("env"), folder, "-").stdin(other).toEnd().expectCode(0);
    assertEquals(-1, Files.mismatch(encoded(other), folder.resolve("out.ivf")));
  }

  @Test
  void aDamagedRecordIsRefusedAndNothingIsTouched() throws IOException {
    Path record = job.state().resolve("job.json");
    byte[] good = Files.readAllBytes(record);
    List<String> before = Tools.names(job.state());
    for (int length : new int[] {good.length, good.length / 2, 0}) {
      byte[] bad = Arrays.copyOf(good, length);
      if (length == good.length) {
        bad[random.nextInt(length)] ^= (byte) (1 << random.nextInt(7));
      }
      Files.write(record, bad);
      LeftJob.expectRefusal(job.run(film), 2, "cannot resume ", "start over with --overwrite");
      assertEquals(before, Tools.names(job.state()));
    }
    Files.write(record, good);
    job.expectRepaired(film, LeftJob.FINISHED, undisturbed);
  }

  @Test
  void aForeignFileIsRefusedAndKept() throws IOException {
    Path foreign = Files.writeString(job.state().resolve("notes.txt"), "mine");
    LeftJob.expectRefusal(job.run(film), 2, "holds notes.txt, which is not ours");
    LeftJob.expectRefusal(job.run(film).and("--overwrite"), 2, "notes.txt, which is not ours");
    assertEquals("mine", Files.readString(foreign));
    assertEquals(LeftJob.FINISHED, job.gops().size());
  }

  /// The administrator may do everything unless she gives it up.
  @Test
  void aDirectoryWithoutPermissionIsNamed() throws IOException {
    for (String permissions : List.of("---------", "r-x------")) {
      Files.setPosixFilePermissions(job.state(), PosixFilePermissions.fromString(permissions));
      Run run = LeftJob.run(withoutPrivileges(), scratch.resolve("job"), film);
      LeftJob.expectRefusal(run, 5, job.state().toString(), "no permission");
    }
    Files.setPosixFilePermissions(job.state(), PosixFilePermissions.fromString("rwx------"));
    job.expectRepaired(film, LeftJob.FINISHED, undisturbed);
  }

  private Run withoutPrivileges() throws IOException {
    return Files.getOwner(scratch).getName().equals("root")
        ? new Run("setpriv", "--bounding-set=-all", "--inh-caps=-all")
        : new Run("env");
  }

  private static Path encoded(Path film) throws IOException {
    Path folder = Files.createTempDirectory(shared, "whole");
    LeftJob.run(new Run("env"), folder, film).toEnd().expectCode(0);
    return folder.resolve("out.ivf");
  }

  private static void flip(Path file, int at, int bit) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= (byte) (1 << bit);
    Files.write(file, bytes);
  }

  /// The next byte that belongs to a packet.
  private static int inPacket(byte[] ivf, int at) {
    int start = 32;
    while (start + 12 <= ivf.length) {
      int size = (ivf[start] & 255) | (ivf[start + 1] & 255) << 8 | (ivf[start + 2] & 255) << 16;
      if (at < start + 12 + size) {
        return Math.max(at, start + 12);
      }
      start += 12 + size;
    }
    throw new IllegalArgumentException("not in the file: " + at);
  }

  private static Path renumbered(Path gop, int number) {
    String name = gop.getFileName().toString();
    assertTrue(name.startsWith("gop-00000"));
    return gop.resolveSibling("gop-00000" + number + name.substring(10));
  }
}
