package org.rav1ebygop.splitter.scenecut;

import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.KeyframeSplitterProvider;
import org.rav1ebygop.testkit.StretchSplitterContract;

class FastSplitterContractTest extends StretchSplitterContract {
  @Override
  protected KeyframeSplitterProvider provider() {
    return new ScenecutSplitterProvider();
  }

  @Override
  protected Options options() {
    return Options.NONE.with("speed", "fast");
  }
}
