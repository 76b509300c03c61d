package org.rav1ebygop.engine.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.Gop;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.av1.IvfReader;
import org.rav1ebygop.av1.MalformedBitstreamException;
import org.rav1ebygop.engine.job.EarlierJob;
import org.rav1ebygop.testkit.SyntheticFilm;

/// Any bytes become a job folder that somebody has forged: checksums are right if the forger wants
/// them to be. It is resumed from, or refused in one line, and what it says fits together then.
///
/// The bytes are parts, one after the other: a byte for the kind, two for the length, and the
/// content. The first byte of all decides whether the film is a file or a pipe.
public final class JobFolderFuzz {
  /// Of the film in the seeds.
  private static final VideoFormat FORMAT =
      SyntheticFilm.format(new FrameLayout(64, 48, ChromaSampling.CS444, 10));

  private static final int FRAMES = 10;
  private static final SyntheticFilm FILM = new SyntheticFilm(FORMAT, FRAMES);
  private static final int PART_HEADER_BYTES = 3;

  /// Other names that a job folder may have.
  private static final List<String> NAMES =
      List.of(
          "job.json.tmp",
          "lock",
          "frames-1.tmp",
          "gop-000000.1.tmp",
          "gop-000001.attempt-2.log",
          "gop-123456789.attempt-1.log.tmp");

  private static final Set<GopException.Kind> REFUSALS =
      EnumSet.of(GopException.Kind.USAGE, GopException.Kind.ENVIRONMENT);

  /// Kinds of parts, in the order of their numbers.
  private enum Kind {
    RECORD,
    RECORD_WITH_CHECKSUM,
    KEYFRAMES,
    KEYFRAMES_WITH_CHECKSUMS,
    GOP,
    GOP_WITH_CHECKSUM,
    QUALITY,
    OTHER
  }

  private final Path folder;
  private final JobRecord job;
  private final FrameSums sums;

  private JobFolderFuzz(Path folder, boolean pipe) {
    this.folder = folder;
    this.job = record(pipe);
    this.sums = pipe ? FrameSums.none() : FrameSums.of(FILM, () -> {});
  }

  /// Called by the fuzzer.
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    var _ = end(data);
  }

  /// Resumes from a forged folder.
  ///
  /// @return the end of the film, if nothing is left to encode
  static KeyframeLog.@Nullable Mark end(byte[] data) throws IOException {
    Path place = Files.createTempDirectory(memory(), "fuzz");
    try {
      boolean pipe = data.length > 0 && (data[0] & 1) != 0;
      var fuzz = new JobFolderFuzz(Files.createDirectory(place.resolve("out.gops")), pipe);
      fuzz.write(ByteBuffer.wrap(data, Math.min(1, data.length), Math.max(0, data.length - 1)));
      return fuzz.resume();
    } finally {
      delete(place);
    }
  }

  /// What the job is that resumes.
  private static JobRecord record(boolean pipe) {
    var facts = new TreeMap<String, String>();
    facts.put(JobRecord.SOURCE, pipe ? JobRecord.PIPE : JobRecord.FILE);
    if (!pipe) {
      facts.put(JobRecord.SIZE, "184320");
      facts.put(JobRecord.CHANGED, "2026-11-30T12:00:00Z");
      facts.put(JobRecord.SAMPLES, "0123abcd");
    }
    facts.put(JobRecord.FINGERPRINT, "rav1e 0.7.1 --speed 10");
    facts.put("quantizer", "100");
    return new JobRecord(facts);
  }

  private static Path memory() {
    Path shared = Path.of("/dev/shm");
    return Files.isWritable(shared) ? shared : Path.of(System.getProperty("java.io.tmpdir"));
  }

  private void write(ByteBuffer parts) throws IOException {
    Path gop = folder.resolve(JobDirectory.fileName(0, job.id(), "", "0".repeat(64)));
    while (parts.remaining() >= PART_HEADER_BYTES) {
      Kind kind = Kind.values()[(parts.get() & 0xff) % Kind.values().length];
      var content = new byte[Math.min(Short.toUnsignedInt(parts.getShort()), parts.remaining())];
      parts.get(content);
      switch (kind) {
        case RECORD -> Files.write(folder.resolve("job.json"), content);
        case RECORD_WITH_CHECKSUM -> Files.write(folder.resolve("job.json"), forgedRecord(content));
        case KEYFRAMES -> Files.write(folder.resolve("keyframes"), content);
        case KEYFRAMES_WITH_CHECKSUMS ->
            Files.write(folder.resolve("keyframes"), forgedLog(content));
        case GOP, GOP_WITH_CHECKSUM -> {
          int index = content.length == 0 ? 0 : content[0] & 0xf;
          byte[] ivf = Arrays.copyOfRange(content, Math.min(1, content.length), content.length);
          String sum = kind == Kind.GOP ? "0".repeat(64) : sum(ivf);
          gop = folder.resolve(JobDirectory.fileName(index, job.id(), "0123abcd", sum));
          Files.write(gop, ivf);
        }
        case QUALITY ->
            Files.write(
                folder.resolve(gop.getFileName() + GopQuality.SUFFIX), forgedQuality(content));
        case OTHER -> {
          int name = content.length == 0 ? 0 : (content[0] & 0xff) % NAMES.size();
          Files.write(folder.resolve(NAMES.get(name)), content);
        }
      }
    }
  }

  /// A line `name=value` for each fact that differs.
  private byte[] forgedRecord(byte[] content) {
    var facts = new TreeMap<>(job.facts());
    for (String line : new String(content, ISO_8859_1).split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        facts.put(line.substring(0, equals), line.substring(equals + 1));
      } else {
        facts.remove(line);
      }
    }
    return new JobRecord(facts).toJson();
  }

  /// Each line gets the checksum that it should have.
  private static byte[] forgedLog(byte[] content) {
    var log = new StringBuilder();
    var sum = new CRC32C();
    for (String line : new String(content, ISO_8859_1).split("\n", -1)) {
      String text = line + " ";
      sum.update(text.getBytes(US_ASCII));
      String digits = String.format(Locale.ROOT, "%08x\n", sum.getValue());
      sum.update(digits.getBytes(US_ASCII));
      log.append(text).append(digits);
    }
    return log.toString().getBytes(US_ASCII);
  }

  private static byte[] forgedQuality(byte[] content) {
    String text = new String(content, ISO_8859_1);
    var sum = new CRC32C();
    sum.update(text.getBytes(US_ASCII));
    return (text + Long.toHexString(sum.getValue())).getBytes(US_ASCII);
  }

  /// Of the packets as far as they can be read.
  private static String sum(byte[] ivf) {
    MessageDigest digest = Sha256.newDigest();
    try (var reader = new IvfReader(Channels.newChannel(new ByteArrayInputStream(ivf)))) {
      for (Packet packet = reader.next(); packet != null; packet = reader.next()) {
        StoredGop.update(digest, packet.data());
      }
    } catch (IOException | MalformedBitstreamException _) {
      // it is damaged there
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private KeyframeLog.@Nullable Mark resume() {
    KeyframeLog.Mark end = null;
    var work = new GopStore.Work(job, FORMAT, sums);
    var warnings = new ArrayList<String>();
    try {
      EarlierJob earlier = GopStore.earlier(folder, job);
      check(earlier == null || earlier.finished() >= 0, "GOPs are counted");
      try (GopStore store = GopStore.open(folder, work, warnings::add)) {
        end = checkStore(store);
      }
      warnings.forEach(JobFolderFuzz::checkLine);
      GopStore.delete(folder);
      check(!Files.exists(folder), "the folder is deleted");
    } catch (GopException e) {
      check(REFUSALS.contains(e.kind()), e.toString());
      checkLine(String.valueOf(e.getMessage()));
    }
    return end;
  }

  private KeyframeLog.@Nullable Mark checkStore(GopStore store) {
    for (int index = 0; index < 16; index++) {
      StoredGop stored = store.find(index);
      if (stored != null) {
        Gop gop = stored.gop();
        check(gop.endFrame() > gop.firstFrame(), "it has frames");
        check(folder.equals(stored.file().getParent()), "it is in the folder");
        stored.read(store.guard(), (_, _) -> {});
        var quality = GopQuality.read(stored);
        check(quality == null || quality.size() == gop.frameCount(), "one quality for each frame");
      }
    }
    long before = -1;
    for (KeyframeLog.Mark mark : store.keyframes().keyframes()) {
      check(mark.frame() > before, "keyframes ascend");
      before = mark.frame();
    }
    KeyframeLog.Mark end = store.endOfAll();
    if (end != null) {
      long frames = 0;
      for (int gop = 0; gop < store.keyframes().keyframes().size(); gop++) {
        frames += Objects.requireNonNull(store.find(gop)).gop().frameCount();
      }
      check(frames == end.frame(), "all frames are there");
    }
    return end;
  }

  private static void checkLine(String text) {
    check(!text.isBlank() && text.indexOf('\n') < 0, "one line: " + text);
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  private static void delete(Path place) throws IOException {
    try (var files = Files.walk(place)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
