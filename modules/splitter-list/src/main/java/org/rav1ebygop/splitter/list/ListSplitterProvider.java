package org.rav1ebygop.splitter.list;

import java.io.StringReader;
import java.util.List;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.KeyframeSplitter;
import org.rav1ebygop.api.spi.KeyframeSplitterProvider;

/// Provides the splitter that takes its keyframes from a list.
public final class ListSplitterProvider implements KeyframeSplitterProvider {
  private static final String FILE = "file";
  private static final String KEYFRAMES = "keyframes";
  private static final String FRAME_COUNT = "frame-count";

  @Override
  public String id() {
    return "list";
  }

  @Override
  public String description() {
    return "keyframes from a list: frame numbers, JSON of av-scenechange or Av1an, or a qpfile";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        new OptionSpec(FILE, "FILE", "the file with the list", OptionSpec.Scope.THIS_MACHINE),
        new OptionSpec(KEYFRAMES, "N,N,...", "the list itself, in place of a file"),
        new OptionSpec(FRAME_COUNT, "N", "frames of the film that the list is for"));
  }

  /// The keyframes of the file become an option, as far as the film goes.
  @Override
  public SplitterSettings resolve(SplitterSettings settings, long frames, long limit) {
    KeyframeList list = list(settings.options());
    if (frames >= 0) {
      list.requireFits(frames);
    }
    KeyframeList used = list.upTo(limit);
    Options options = Options.NONE.with(KEYFRAMES, used.text());
    if (used.frameCount() >= 0) {
      options = options.with(FRAME_COUNT, "" + used.frameCount());
    }
    return new SplitterSettings(settings.minKeyint(), settings.keyint(), options);
  }

  @Override
  public KeyframeSplitter open(VideoFormat format, SplitterSettings settings) {
    return new ListSplitter(list(settings.options()), settings);
  }

  private KeyframeList list(Options options) {
    options.requireKnown("splitter " + id(), options());
    String file = options.get(FILE);
    String text = options.get(KEYFRAMES);
    if (file != null && text != null) {
      throw GopException.usage("splitter list takes either a file or keyframes, not both");
    }
    if (file != null) {
      return ListFile.read(file);
    }
    if (text == null) {
      throw GopException.usage("splitter list needs a list; name its file with --keyframes FILE");
    }
    var builder = new ListBuilder("the keyframe list");
    ListFile.parse(new StringReader(text), builder);
    int count = options.getInt(FRAME_COUNT, -1, 1, Integer.MAX_VALUE);
    if (count >= 0) {
      builder.frameCount("" + count, "option " + FRAME_COUNT);
    }
    return builder.build();
  }
}
