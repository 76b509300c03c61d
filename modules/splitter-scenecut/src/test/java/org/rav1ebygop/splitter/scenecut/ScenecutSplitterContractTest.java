package org.rav1ebygop.splitter.scenecut;

import org.rav1ebygop.api.spi.KeyframeSplitterProvider;
import org.rav1ebygop.testkit.StretchSplitterContract;

class ScenecutSplitterContractTest extends StretchSplitterContract {
  @Override
  protected KeyframeSplitterProvider provider() {
    return new ScenecutSplitterProvider();
  }
}
