package org.rav1ebygop.splitter.list;

import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.KeyframeSplitterProvider;
import org.rav1ebygop.testkit.KeyframeSplitterContract;

class ListSplitterContractTest extends KeyframeSplitterContract {
  @Override
  protected KeyframeSplitterProvider provider() {
    return new ListSplitterProvider();
  }

  /// A list that is right for films of any length.
  @Override
  protected Options options() {
    return Options.NONE.with("keyframes", "0");
  }
}
