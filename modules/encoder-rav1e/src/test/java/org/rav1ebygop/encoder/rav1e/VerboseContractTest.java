package org.rav1ebygop.encoder.rav1e;

import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.testkit.EncoderBackendContract;

/// Encoders that tell which coding tools they use.
class VerboseContractTest extends EncoderBackendContract {
  @Override
  protected EncoderBackendProvider provider() {
    return new Rav1eBackendProvider();
  }

  @Override
  protected EncoderSettings settings() {
    return new EncoderSettings(
        10, 120, null, 1, Tools.options().with(EncoderBackendProvider.TOOLS, "true"));
  }

  @Override
  protected EncoderSettings otherSettings() {
    return new EncoderSettings(
        10, 121, null, 1, Tools.options().with(EncoderBackendProvider.TOOLS, "true"));
  }
}
