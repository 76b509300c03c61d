package org.rav1ebygop.cli;

import com.google.gson.JsonObject;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.api.spi.StreamSource;
import org.rav1ebygop.engine.JobSetup;

/// What is to be encoded, how, and where to, as JSON.
final class JobFacts {
  private JobFacts() {}

  static JsonObject of(JobSetup setup, String input, String output, boolean resumed) {
    JsonObject json = JsonEvents.event("job");
    json.addProperty("input", input);
    json.addProperty("output", output);
    json.addProperty("state", setup.state().toString());
    json.addProperty("resumed", resumed);
    JobSetup.Source source = setup.source();
    JsonEvents.number(
        json,
        "frames",
        switch (source.video()) {
          case SeekableSource file -> Math.min(file.frameCount(), source.limit());
          case StreamSource _ -> -1;
        });
    json.add("format", format(source));
    json.add("encoder", encoder(setup.encoding()));
    json.add("splitter", splitter(setup.splitting()));
    json.addProperty("maxTries", setup.retries().maxTries());
    return json;
  }

  private static JsonObject format(JobSetup.Source source) {
    FrameLayout layout = source.format().layout();
    var json = new JsonObject();
    json.addProperty("width", layout.width());
    json.addProperty("height", layout.height());
    json.addProperty("bitDepth", layout.bitDepth());
    json.addProperty("chroma", layout.sampling().toString());
    json.addProperty("frameRate", source.format().frameRate().toString());
    return json;
  }

  private static JsonObject encoder(JobSetup.Encoding encoding) {
    EncoderIdentity identity = encoding.backend().identity();
    EncoderSettings settings = encoding.settings();
    var json = new JsonObject();
    json.addProperty("id", identity.backend());
    json.addProperty("version", identity.version());
    json.addProperty("fingerprint", identity.fingerprint());
    json.addProperty("speed", settings.speed());
    json.addProperty("quantizer", settings.quantizer());
    json.addProperty("maxBitrate", settings.maxBitrate());
    json.addProperty("tiles", settings.tiles());
    return json;
  }

  private static JsonObject splitter(JobSetup.Splitting splitting) {
    var json = new JsonObject();
    json.addProperty("id", splitting.provider().id());
    json.addProperty("minKeyint", splitting.settings().minKeyint());
    json.addProperty("keyint", splitting.settings().keyint());
    return json;
  }
}
