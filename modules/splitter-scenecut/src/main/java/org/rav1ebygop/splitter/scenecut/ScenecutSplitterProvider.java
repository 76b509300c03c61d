package org.rav1ebygop.splitter.scenecut;

import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.KeyframeSplitter;
import org.rav1ebygop.api.spi.KeyframeSplitterProvider;

/// Provides the splitter that puts keyframes where the scene changes.
public final class ScenecutSplitterProvider implements KeyframeSplitterProvider {
  @Override
  public String id() {
    return "scenecut";
  }

  @Override
  public String description() {
    return "keyframes where the scene changes, from the luma of the picture scaled down";
  }

  @Override
  public KeyframeSplitter open(VideoFormat format, SplitterSettings settings) {
    settings.options().requireKnown("splitter " + id(), options());
    return new ScenecutSplitter(format.layout(), settings);
  }
}
