package org.rav1ebygop.engine.splitting;

import java.util.Set;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.KeyframeSplitterProvider;
import org.rav1ebygop.testkit.KeyframeSplitterContract;

class ForcedKeyframesContractTest extends KeyframeSplitterContract {
  @Override
  protected KeyframeSplitterProvider provider() {
    return new ForcedKeyframes(new CutSplitterProvider(Set.of(2L, 9L, 11L, 28L, 57L, 70L), 5));
  }

  @Override
  protected Options options() {
    return Options.NONE.with(ForcedKeyframes.OPTION, "30");
  }
}
