package org.rav1ebygop.plugin.containers;

import java.util.List;
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
    if (stream.isVideo()) {
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

  private boolean leftOut(String option) {
    return options.get(option) != null;
  }

  private GopException refusal(FilmStream stream, String option) {
    return GopException.usage(
        "%s does not hold %s of the input; choose .mkv, or leave it out with %s"
            .formatted(container.title, stream, option));
  }
}
