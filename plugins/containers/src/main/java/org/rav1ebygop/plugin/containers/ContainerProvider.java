package org.rav1ebygop.plugin.containers;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.MuxPlan;
import org.rav1ebygop.api.spi.MuxRequest;
import org.rav1ebygop.api.spi.MuxedPackets;
import org.rav1ebygop.api.spi.Muxer;
import org.rav1ebygop.api.spi.MuxerProvider;
import org.rav1ebygop.child.film.Ffmpeg;
import org.rav1ebygop.child.film.FilmProbe;
import org.rav1ebygop.child.film.FilmStream;

/// What the muxers have in common.
abstract sealed class ContainerProvider implements MuxerProvider
    permits MkvProvider, Mp4Provider, WebmProvider {
  private final Container container;

  ContainerProvider(Container container) {
    this.container = container;
  }

  @Override
  public final String id() {
    return container.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public final String description() {
    return container.title + ", with sound and subtitles of the input, by ffmpeg";
  }

  @Override
  public final Set<String> extensions() {
    return Set.of(id());
  }

  @Override
  public final boolean recognizes(byte[] beginning) {
    return container.begins(beginning);
  }

  @Override
  public final List<OptionSpec> options() {
    return Stream.concat(Companions.OPTIONS.stream(), Ffmpeg.OPTIONS.stream()).toList();
  }

  @Override
  public final Availability availability(Options options) {
    return Ffmpeg.availability(options);
  }

  @Override
  public final List<String> check(MuxPlan plan) {
    requireFile(plan.file());
    plan.options().requireKnown("the muxer " + id(), options());
    Ffmpeg ffmpeg = Ffmpeg.find(plan.options());
    var companions = Companions.of(container, ffmpeg, plan.source(), plan.options());
    return Stream.concat(companions.notes().stream(), companions.tryOut(ffmpeg).stream()).toList();
  }

  /// The sound is read beside the film, so ffmpeg is not kept waiting for encoders.
  @Override
  public final boolean streams() {
    return false;
  }

  @Override
  public final Muxer open(MuxRequest request) {
    request.options().requireKnown("the muxer " + id(), options());
    requireFile(request.file() != null);
    Ffmpeg ffmpeg = Ffmpeg.find(request.options());
    var companions = Companions.of(container, ffmpeg, request.source(), request.options());
    return new FfmpegMuxer(request, FilmClock.of(request), companions.command(ffmpeg));
  }

  @Override
  public final MuxedPackets readBack(MuxRequest request) {
    Ffmpeg ffmpeg = Ffmpeg.find(request.options());
    return DemuxedPackets.open(
        ffmpeg, Objects.requireNonNull(request.file(), "a file"), FilmClock.of(request));
  }

  @Override
  public final boolean extract(Path film, Path ivf) {
    Ffmpeg ffmpeg = Ffmpeg.find(Options.NONE);
    FilmStream video =
        FilmProbe.of(ffmpeg, film).videos().stream()
            .filter(stream -> stream.codec().equals("av1"))
            .findFirst()
            .orElseThrow(() -> GopException.input("there is no AV1 in " + film));
    new Extraction(ffmpeg, film, "0:" + video.index()).to(ivf);
    return true;
  }

  private void requireFile(boolean file) {
    if (!file) {
      throw GopException.usage(
          "%s goes into a file; name one with -o, or choose --format ivf"
              .formatted(container.title));
    }
  }
}
