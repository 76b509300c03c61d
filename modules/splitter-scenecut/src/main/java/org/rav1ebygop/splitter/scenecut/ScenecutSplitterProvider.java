package org.rav1ebygop.splitter.scenecut;

import java.util.List;
import org.rav1ebygop.api.OptionSpec;
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
    return "keyframes where the scene changes";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(Speed.OPTION);
  }

  @Override
  public KeyframeSplitter open(VideoFormat format, SplitterSettings settings) {
    settings.options().requireKnown("splitter " + id(), options());
    return new ScenecutSplitter(format.layout(), Speed.of(settings.options()), settings);
  }
}
