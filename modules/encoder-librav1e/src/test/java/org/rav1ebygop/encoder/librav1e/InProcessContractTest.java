package org.rav1ebygop.encoder.librav1e;

import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.testkit.EncoderBackendContract;

/// All GOPs in this process.
class InProcessContractTest extends EncoderBackendContract {
  @Override
  protected EncoderBackendProvider provider() {
    return new Librav1eBackendProvider();
  }

  @Override
  protected EncoderSettings settings() {
    return Libraries.settings(120, "false");
  }

  @Override
  protected EncoderSettings otherSettings() {
    return Libraries.settings(121, "false");
  }
}
