package org.rav1ebygop.plugin.vapoursynth.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.InputReaderProvider;
import org.rav1ebygop.testkit.InputReaderContract;
import org.rav1ebygop.testkit.SyntheticFilm;

final class VapourSynthReaderContractTest extends InputReaderContract {
  private static final Options OPTIONS = Options.NONE.with("vspipe", StandIn.vspipe().toString());

  @Override
  protected InputReaderProvider reader() {
    return new VapourSynthReaderProvider();
  }

  @Override
  protected Options options() {
    return OPTIONS;
  }

  @Override
  protected List<SyntheticFilm> films() {
    var layout = new FrameLayout(48, 32, ChromaSampling.CS420, 8);
    return List.of(new SyntheticFilm(SyntheticFilm.format(layout), 7, 3));
  }

  @Override
  protected byte[] encode(SyntheticFilm film) {
    return StandIn.script(film);
  }

  @Override
  protected List<byte[]> damaged() {
    SyntheticFilm film = films().getFirst();
    return List.of(
        "raise SystemExit\n".getBytes(UTF_8),
        StandIn.script(film, "# info Width: Variable"),
        StandIn.script(film, "# info Format Name: Variable"),
        StandIn.script(film, "# info FPS: Variable"),
        StandIn.script(film, "# fail-after 20"),
        StandIn.script(film, "# fail-after 5000"));
  }

  @Override
  protected String suffix() {
    return ".vpy";
  }

  @Override
  protected boolean readsPipes() {
    return false;
  }

  @Override
  protected boolean seeksInFiles() {
    return false;
  }
}
