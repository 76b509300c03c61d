package com.example.flash;

import org.rav1ebygop.api.spi.KeyframeSplitterProvider;
import org.rav1ebygop.testkit.KeyframeSplitterContract;

/// Holds the splitter against everything that rav1e-by-gop expects of one.
class FlashSplitterTest extends KeyframeSplitterContract {
  @Override
  protected KeyframeSplitterProvider provider() {
    return new FlashProvider();
  }
}
