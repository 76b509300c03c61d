package org.rav1ebygop.plugin.aomenc;

import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.testkit.EncoderBackendContract;

class AomencContractTest extends EncoderBackendContract {
  @Override
  protected EncoderBackendProvider provider() {
    return new AomencProvider();
  }

  @Override
  protected EncoderSettings settings() {
    return new EncoderSettings(10, 120, null, 1, Options.NONE);
  }

  @Override
  protected EncoderSettings otherSettings() {
    return new EncoderSettings(10, 130, null, 1, Options.NONE);
  }
}
