package org.rav1ebygop.plugin.containers;

import org.rav1ebygop.api.spi.MuxerProvider;

final class Mp4ContractTest extends ContainersContract {
  @Override
  protected MuxerProvider provider() {
    return new Mp4Provider();
  }
}
