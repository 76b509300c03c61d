package org.rav1ebygop.plugin.containers;

import java.util.List;
import java.util.Locale;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.child.film.FilmStream;

/// Decides on streams of a source.
///
/// @param container to be made
/// @param options of the muxer
/// @param notes that are added to
record StreamChoice(Container container, Options options, List<String> notes) {
  /// Adds a stream to those that are taken, or a note.
  void add(FilmStream stream, List<Companions.Taken> taken) {
    if (stream.isVideo() || dropped(stream)) {
      return;
    }
    switch (stream.type()) {
      case "audio" -> addAudio(stream, taken);
      case "subtitle" -> addSubtitles(stream, taken);
      case "attachment" -> addAttachment(stream, taken);
      default -> notes.add((stream.isCover() ? "cover picture, " : "") + stream + " is left out");
    }
  }

  private void addAudio(FilmStream stream, List<Companions.Taken> taken) {
    if (leftOut("no-audio")) {
      return;
    }
    if (!container.holdsAudio(stream.codec())) {
      throw refusal(stream, "--no-audio");
    }
    taken.add(new Companions.Taken(stream, "copy"));
  }

  private void addSubtitles(FilmStream stream, List<Companions.Taken> taken) {
    if (leftOut("no-subtitles")) {
      return;
    }
    String codec = container.subtitles(stream.codec());
    if (codec.isEmpty()) {
      throw refusal(stream, "--no-subtitles");
    }
    if (!codec.equals("copy")) {
      notes.add("%s is converted to %s".formatted(stream, codec));
    }
    taken.add(new Companions.Taken(stream, codec));
  }

  private void addAttachment(FilmStream stream, List<Companions.Taken> taken) {
    if (leftOut("no-attachments")) {
      return;
    }
    if (container.holdsAttachments()) {
      taken.add(new Companions.Taken(stream, "copy"));
    } else {
      notes.add("%s is left out: %s holds no attachments".formatted(name(stream), container.title));
    }
  }

  private static String name(FilmStream stream) {
    String file = stream.facts().text("tags.filename");
    return file.isEmpty() ? stream.toString() : "attachment " + file;
  }

  private boolean dropped(FilmStream stream) {
    String list = options.get("drop");
    if (list == null) {
      return false;
    }
    if (!list.matches("\\d{1,6}(,\\d{1,6})*")) {
      throw GopException.usage("option drop lists streams such as 2 or 2,3, not '" + list + "'");
    }
    boolean dropped = List.of(list.split(",", -1)).contains("" + stream.index());
    if (dropped) {
      notes.add(stream + " is left out");
    }
    return dropped;
  }

  private boolean leftOut(String option) {
    return options.get(option) != null;
  }

  private GopException refusal(FilmStream stream, String option) {
    return GopException.usage(
        String.format(
            Locale.ROOT,
            "%s does not hold %s of the input; %sleave just it out with --muxer-option drop=%d, or"
                + " all of its kind with %s",
            container.title,
            stream,
            container == Container.MKV ? "" : "choose .mkv, or ",
            stream.index(),
            option));
  }
}
