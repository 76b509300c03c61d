package org.rav1ebygop.engine.splitting;

import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.KeyframeSplitterProvider;
import org.rav1ebygop.testkit.StretchSplitterContract;

class ForcedStretchesContractTest extends StretchSplitterContract {
  @Override
  protected KeyframeSplitterProvider provider() {
    return new ForcedKeyframes(new WindowSplitter());
  }

  @Override
  protected Options options() {
    return Options.NONE.with(ForcedKeyframes.OPTION, "30");
  }
}
