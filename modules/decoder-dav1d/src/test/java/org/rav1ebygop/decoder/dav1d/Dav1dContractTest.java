package org.rav1ebygop.decoder.dav1d;

import org.rav1ebygop.api.spi.DecoderProvider;
import org.rav1ebygop.testkit.DecoderContract;

class Dav1dContractTest extends DecoderContract {
  @Override
  protected DecoderProvider provider() {
    return new Dav1dProvider();
  }
}
