package org.rav1ebygop.cli;

import com.google.gson.JsonObject;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.api.spi.StreamSource;
import org.rav1ebygop.engine.JobSetup;
import org.rav1ebygop.engine.proof.GopProof;

/// What is to be encoded, how, and where to, as JSON.
final class JsonJob {
  private JsonJob() {}

  /// @param input and `output` as the user named them
  /// @param resumed whether an unfinished job is resumed
  static JsonObject of(JobSetup setup, String input, String output, boolean resumed) {
    JobSetup.Source source = setup.source();
    JobSetup.Acceptance acceptance = setup.acceptance();
    return Facts.of(EventType.JOB)
        .with("input", input)
        .with("output", output)
        .with("state", setup.state().folder().toString())
        .with("resumed", resumed)
        .known(
            "frames",
            switch (source.video()) {
              case SeekableSource file -> Math.min(file.frameCount(), source.limit());
              case StreamSource _ -> -1;
            })
        .with("format", format(source))
        .with("encoder", encoder(setup.encoding()))
        .with("splitter", splitter(setup.splitting()))
        .with("maxTries", acceptance.maxTries())
        .with("verify", level(acceptance.proof()))
        .with("verifyElsewhere", level(acceptance.proofElsewhere()))
        .json();
  }

  private static String level(GopProof proof) {
    return proof.equals(GopProof.STRUCTURE) ? "structure" : "decode";
  }

  private static JsonObject format(JobSetup.Source source) {
    FrameLayout layout = source.format().layout();
    Rational rate = source.format().frameRate();
    return new Facts()
        .with("width", layout.width())
        .with("height", layout.height())
        .with("bitDepth", layout.bitDepth())
        .with("chroma", layout.sampling().toString())
        .with("frameRate", rate.numerator() + "/" + rate.denominator())
        .json();
  }

  private static JsonObject encoder(JobSetup.Encoding encoding) {
    EncoderIdentity identity = encoding.backend().identity();
    EncoderSettings settings = encoding.settings();
    return new Facts()
        .with("id", identity.backend())
        .with("version", identity.version())
        .with("fingerprint", identity.fingerprint())
        .with("speed", settings.speed())
        .with("quantizer", settings.quantizer())
        .with("maxBitrate", settings.maxBitrate())
        .with("tiles", settings.tiles())
        .json();
  }

  private static JsonObject splitter(JobSetup.Splitting splitting) {
    return new Facts()
        .with("id", splitting.provider().id())
        .with("minKeyint", splitting.settings().minKeyint())
        .with("keyint", splitting.settings().keyint())
        .json();
  }
}
