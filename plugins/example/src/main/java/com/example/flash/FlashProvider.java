package com.example.flash;

import java.util.List;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.KeyframeSplitter;
import org.rav1ebygop.api.spi.KeyframeSplitterProvider;

/// Found by its module descriptor; users choose it with `--splitter flash`.
public final class FlashProvider implements KeyframeSplitterProvider {
  private static final OptionSpec STEP =
      new OptionSpec("step", "1-255", "change of brightness that starts a GOP (default: 20)");

  @Override
  public String id() {
    return "flash";
  }

  @Override
  public String description() {
    return "a keyframe where the brightness changes";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(STEP);
  }

  @Override
  public KeyframeSplitter open(VideoFormat format, SplitterSettings settings) {
    settings.options().requireKnown("splitter " + id(), options());
    return new FlashSplitter(settings, settings.options().getInt("step", 20, 1, 255));
  }
}
