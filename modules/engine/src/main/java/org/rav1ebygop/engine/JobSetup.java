package org.rav1ebygop.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.SourceFingerprint;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.api.spi.Input;
import org.rav1ebygop.api.spi.KeyframeSplitterProvider;
import org.rav1ebygop.api.spi.MuxerProvider;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.api.spi.StreamSource;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.VideoSource;
import org.rav1ebygop.engine.job.FrameMemory;
import org.rav1ebygop.engine.job.OutputTarget;
import org.rav1ebygop.engine.job.StallTimeout;
import org.rav1ebygop.engine.proof.GopProof;
import org.rav1ebygop.engine.store.JobRecord;
import org.rav1ebygop.engine.store.Sha256;

/// Everything a job needs. What is opened stays the caller's to close, except transports, which the
/// job closes.
///
/// @param source what to encode
/// @param splitting how to find keyframes
/// @param encoding how to encode
/// @param transports who encodes, one or more
/// @param output where the film goes
/// @param state the job directory
/// @param slots how many GOPs to encode at a time on this machine
/// @param acceptance what each GOP has to stand
public record JobSetup(
    Source source,
    Splitting splitting,
    Encoding encoding,
    List<Transport> transports,
    Output output,
    Path state,
    Slots slots,
    Acceptance acceptance) {

  /// Characters of a fact that is told as it is.
  private static final int BRIEF = 120;

  /// @param input as named by the user
  /// @param video opened
  /// @param format that of the video, or with a colour description set by the user
  /// @param limit frames to use at the most, 1 or more
  /// @param memory for the frames of a pipe that wait
  public record Source(
      Input input, VideoSource video, VideoFormat format, long limit, FrameMemory memory) {

    /// What it means that a thread of the job failed with this. Java makes an [InternalError] of a
    /// page of a mapped film that is not there any more or cannot be read from its disk.
    ///
    /// @param what the thread does
    GopException failure(String what, Throwable e) {
      return e instanceof InternalError && video instanceof SeekableSource film
          ? lost(film, e)
          : GopException.bug("%s failed: %s".formatted(what, e), e);
    }

    /// What the film itself says of its last frame, if it finds anything wrong with it.
    private GopException lost(SeekableSource film, Throwable e) {
      try {
        var _ = film.frame(film.frameCount() - 1);
      } catch (GopException known) {
        return known;
      } catch (InternalError _) {
        // nothing better is known
      }
      return new GopException(
          GopException.Kind.INPUT,
          "%s: a part of it cannot be read any more: it was cut off, or its disk fails; restore it and start again"
              .formatted(input.name()),
          e);
    }
  }

  /// @param provider makes the splitter
  /// @param settings of the splitter, resolved
  /// @param threads to find keyframes with at the most, 1 or more
  public record Splitting(
      KeyframeSplitterProvider provider, SplitterSettings settings, int threads) {}

  /// @param provider that opened the backend
  /// @param backend opened for the format and settings
  /// @param settings it was opened with
  public record Encoding(
      EncoderBackendProvider provider, EncoderBackend backend, EncoderSettings settings) {}

  /// @param muxer makes the container
  /// @param options of the muxer
  /// @param target where it goes
  public record Output(MuxerProvider muxer, Options options, OutputTarget target) {}

  /// @param atFirst that many to begin with, 1 or more
  /// @param most that many as soon as there is memory for them, `atFirst` or more
  /// @param keepFree bytes of memory that are to stay free, or 0 not to look at memory
  /// @param availableMemory bytes that can be taken without pushing others out
  public record Slots(int atFirst, int most, long keepFree, LongSupplier availableMemory) {
    /// Always this many.
    public static Slots fixed(int slots) {
      return new Slots(slots, slots, 0, () -> Long.MAX_VALUE);
    }
  }

  /// @param maxTries attempts at one GOP, 1 or more
  /// @param stallTimeout how long an encoder may make no progress
  /// @param proof what each GOP has to stand before it is done, if it is encoded on this machine
  /// @param proofElsewhere the same for other machines
  public record Acceptance(
      int maxTries, StallTimeout stallTimeout, GopProof proof, GopProof proofElsewhere) {}

  /// What decides the film's bytes, for comparing with the job an earlier run has left.
  JobRecord record() {
    var facts = new TreeMap<String, String>();
    switch (source.video) {
      case SeekableSource file -> describe(file.fingerprint(), facts);
      case StreamSource pipe -> describe(pipe, facts);
    }
    facts.put("source.format", describe(source.format));
    facts.put("source.limit", source.limit == Long.MAX_VALUE ? "none" : "" + source.limit);
    facts.put("splitter", splitting.provider.id());
    facts.put("splitter.min-keyint", "" + splitting.settings.minKeyint());
    facts.put("splitter.keyint", "" + splitting.settings.keyint());
    splitting.settings.options().values().forEach((k, v) -> facts.put("splitter." + k, brief(v)));
    EncoderSettings settings = encoding.settings;
    facts.put("encoder", encoding.provider.id());
    facts.put("encoder.version", encoding.backend.identity().version());
    facts.put("encoder.speed", "" + settings.speed());
    facts.put("encoder.quantizer", "" + settings.quantizer());
    facts.put(
        "encoder.max-bitrate", "" + Objects.requireNonNullElse(settings.maxBitrate(), "none"));
    facts.put("encoder.tiles", "" + settings.tiles());
    settings
        .options()
        .anywhere(encoding.provider.options())
        .values()
        .forEach((k, v) -> facts.put("encoder." + k, v));
    facts.put(JobRecord.FINGERPRINT, encoding.backend.identity().fingerprint());
    return new JobRecord(facts);
  }

  /// A long value, such as a list of keyframes, by its beginning and its digest.
  private static String brief(String value) {
    if (value.length() <= BRIEF) {
      return value;
    }
    byte[] digest = Sha256.newDigest().digest(value.getBytes(UTF_8));
    return String.format(
        Locale.ROOT,
        "%s... (%d characters, SHA-256 %s)",
        value.substring(0, BRIEF / 2),
        value.length(),
        HexFormat.of().formatHex(digest));
  }

  /// The time of change is left out: what else there is to know the content by is that of its
  /// frames, which are compared when they come again.
  private static void describe(StreamSource pipe, Map<String, String> facts) {
    facts.put(JobRecord.SOURCE, JobRecord.PIPE);
    SourceFingerprint content = pipe.fingerprint();
    if (content != null) {
      facts.put(JobRecord.SIZE, String.format(Locale.ROOT, "%,d", content.bytes()));
      facts.put(JobRecord.SAMPLES, content.samples());
    }
  }

  private static void describe(SourceFingerprint content, Map<String, String> facts) {
    facts.put(JobRecord.SOURCE, JobRecord.FILE);
    facts.put(JobRecord.SIZE, String.format(Locale.ROOT, "%,d", content.bytes()));
    facts.put(JobRecord.CHANGED, content.changed().toString());
    facts.put(JobRecord.SAMPLES, content.samples());
  }

  private static String describe(VideoFormat format) {
    return "%s, %s fps, samples %s, chroma %s, %s"
        .formatted(
            format.layout(),
            format.frameRate(),
            format.sampleAspectRatio(),
            format.chromaPosition(),
            format.color());
  }
}
