package org.rav1ebygop.splitter.scenecut;

import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.KeyframeSplitter;
import org.rav1ebygop.api.spi.KeyframeSplitterProvider;

/// Provides the splitter that puts a keyframe every `keyint` frames and looks at no picture.
public final class FixedSplitterProvider implements KeyframeSplitterProvider {
  @Override
  public String id() {
    return "fixed";
  }

  @Override
  public String description() {
    return "a keyframe every keyint frames, whatever the pictures show";
  }

  @Override
  public KeyframeSplitter open(VideoFormat format, SplitterSettings settings) {
    settings.options().requireKnown("splitter " + id(), options());
    return new FixedSplitter(settings.keyint());
  }
}
