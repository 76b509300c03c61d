package org.rav1ebygop.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.ColorDescription;
import org.rav1ebygop.api.ContentLight;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.MasteringDisplay;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.api.SourceFingerprint;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.api.spi.StreamSource;
import org.rav1ebygop.engine.store.JobRecord;
import org.rav1ebygop.engine.store.Sha256;

/// What decides the bytes of a film, as named values. They are what a machine reads, never what
/// people are shown: a job must not be another one because a text was reworded.
final class JobFacts {
  /// Characters of a value that is kept as it is.
  private static final int BRIEF = 120;

  private final SortedMap<String, String> facts = new TreeMap<>();

  private JobFacts() {}

  static JobRecord of(
      JobSetup.Source source, JobSetup.Splitting splitting, JobSetup.Encoding encoding) {
    var facts = new JobFacts();
    facts.addContent(source);
    facts.addFormat(source.format());
    facts.addColor(source.format().color());
    facts.addSplitting(splitting);
    facts.addEncoding(encoding);
    return new JobRecord(facts.facts);
  }

  private void addContent(JobSetup.Source source) {
    switch (source.video()) {
      case SeekableSource file -> {
        SourceFingerprint content = file.fingerprint();
        add(JobRecord.SOURCE, JobRecord.FILE);
        addContent(content);
        add(JobRecord.CHANGED, content.changed());
      }
      // The time of change is left out: what else there is to know the content by is that of its
      // frames, which are compared when they come again.
      case StreamSource pipe -> {
        add(JobRecord.SOURCE, JobRecord.PIPE);
        SourceFingerprint content = pipe.fingerprint();
        if (content != null) {
          addContent(content);
        }
      }
    }
    add("source.limit", source.limit() == Long.MAX_VALUE ? null : source.limit());
  }

  private void addContent(SourceFingerprint content) {
    add(JobRecord.SIZE, content.bytes());
    add(JobRecord.SAMPLES, content.samples());
  }

  private void addFormat(VideoFormat format) {
    FrameLayout layout = format.layout();
    add("source.width", layout.width());
    add("source.height", layout.height());
    add("source.chroma", layout.sampling().name());
    add("source.bit-depth", layout.bitDepth());
    add("source.frame-rate", fraction(format.frameRate()));
    add("source.sample-aspect-ratio", fraction(format.sampleAspectRatio()));
    add("source.chroma-position", format.chromaPosition().name());
  }

  private void addColor(ColorDescription color) {
    add("source.range", color.range().name());
    add("source.primaries", color.primaries().name());
    add("source.transfer", color.transfer().name());
    add("source.matrix", color.matrix().name());
    MasteringDisplay display = color.masteringDisplay();
    if (display != null) {
      add("source.mastering-display", numbers(display));
    }
    ContentLight light = color.contentLight();
    if (light != null) {
      add(
          "source.content-light",
          light.maxContentLightLevel() + "," + light.maxFrameAverageLightLevel());
    }
  }

  private void addSplitting(JobSetup.Splitting splitting) {
    add("splitter", splitting.provider().id());
    add("splitter.min-keyint", splitting.settings().minKeyint());
    add("splitter.keyint", splitting.settings().keyint());
    splitting
        .settings()
        .options()
        .values()
        .forEach((name, value) -> add("splitter-option." + name, brief(value)));
  }

  private void addEncoding(JobSetup.Encoding encoding) {
    EncoderSettings settings = encoding.settings();
    add("encoder", encoding.provider().id());
    add("encoder.version", encoding.backend().identity().version());
    add("encoder.speed", settings.speed());
    add("encoder.quantizer", settings.quantizer());
    add("encoder.max-bitrate", settings.maxBitrate());
    add("encoder.tiles", settings.tiles());
    settings
        .options()
        .anywhere(encoding.provider().options())
        .values()
        .forEach((name, value) -> add("encoder-option." + name, value));
    add(JobRecord.FINGERPRINT, encoding.backend().identity().fingerprint());
  }

  /// @param value whose text is the same everywhere; null is not noted
  private void add(String name, @Nullable Object value) {
    if (value != null) {
      facts.put(name, value.toString());
    }
  }

  private static String fraction(Rational number) {
    return number.numerator() + "/" + number.denominator();
  }

  private static String numbers(MasteringDisplay display) {
    return DoubleStream.of(
            display.red().x(),
            display.red().y(),
            display.green().x(),
            display.green().y(),
            display.blue().x(),
            display.blue().y(),
            display.whitePoint().x(),
            display.whitePoint().y(),
            display.minLuminance(),
            display.maxLuminance())
        .mapToObj(Double::toString)
        .collect(Collectors.joining(","));
  }

  /// A long value, such as a list of keyframes, by its digest.
  private static String brief(String value) {
    return value.length() <= BRIEF
        ? value
        : JobRecord.DIGEST
            + HexFormat.of().formatHex(Sha256.newDigest().digest(value.getBytes(UTF_8)));
  }
}
