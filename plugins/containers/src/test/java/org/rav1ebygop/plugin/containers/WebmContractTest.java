package org.rav1ebygop.plugin.containers;

import org.rav1ebygop.api.spi.MuxerProvider;

final class WebmContractTest extends ContainersContract {
  @Override
  protected MuxerProvider provider() {
    return new WebmProvider();
  }
}
