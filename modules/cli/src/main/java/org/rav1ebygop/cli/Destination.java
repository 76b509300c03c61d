package org.rav1ebygop.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.MuxerProvider;
import org.rav1ebygop.engine.files.FileKind;
import org.rav1ebygop.engine.files.PendingFile;
import org.rav1ebygop.engine.files.WrittenFile;
import org.rav1ebygop.engine.job.OutputTarget;
import org.rav1ebygop.registry.ProviderKind;
import org.rav1ebygop.registry.Registered;
import org.rav1ebygop.registry.Registry;

/// Where the film goes, as what, and where its GOPs are kept until then.
///
/// @param name for messages
/// @param target where it goes
/// @param muxer as what
/// @param gops where finished GOPs are kept
record Destination(String name, OutputTarget target, MuxerProvider muxer, GopFolder gops) {
  private static final String STDOUT = "standard output";

  /// Bytes in a name on the usual file systems.
  private static final int LONGEST_NAME = 255;

  private static final Set<String> DISCARD = Set.of("/dev/null", "nul", "null");

  /// Reads the options.
  ///
  /// @throws GopException of kind USAGE when the output cannot be meant
  static Destination of(EncodeCommand command, Registry registry) {
    String output = command.output;
    if (output == null) {
      throw GopException.usage("no output; name one with -o FILE");
    }
    Path input = inputName(command.inputs.getFirst());
    String format = command.format;
    String temp = command.temp;
    if (DISCARD.contains(output.toLowerCase(Locale.ROOT))) {
      return new Destination(
          output,
          new OutputTarget.Discard(),
          muxer(registry, format, null),
          GopFolder.ofStream(input, temp));
    }
    if (Events.STDOUT.contains(output)) {
      return new Destination(
          STDOUT,
          new OutputTarget.Stream(new FileOutputStream(FileDescriptor.out).getChannel()),
          muxer(registry, format, null),
          GopFolder.ofStream(input, temp));
    }
    if (output.endsWith("/") && !Files.isDirectory(path(output))) {
      throw GopException.usage("there is no folder %s; make it first".formatted(output));
    }
    if (Files.isDirectory(path(output))) {
      throw GopException.usage(output + " is a folder; name a file in it");
    }
    MuxerProvider muxer = muxer(registry, format, path(output));
    WrittenFile film = WrittenFile.of(path(output), "-o", FileKind.film(muxer));
    if (film.isStream()) {
      return new Destination(
          output,
          new OutputTarget.Stream(open(film.path())),
          muxer,
          GopFolder.ofStream(input, temp));
    }
    GopFolder gops = GopFolder.of(film.path(), temp);
    requireShort(film.path(), gops.path());
    return new Destination(output, new OutputTarget.File(film.path()), muxer, gops);
  }

  /// Says where a film goes whose output is a link: the link stays.
  void tellOfLink(Console console) {
    if (target instanceof OutputTarget.File(Path file) && Files.isSymbolicLink(path(name))) {
      console.err().printf("%s is a link, the film goes to %s%n", name, file);
    }
  }

  /// The output as an argument of a command.
  String argument() {
    return name.equals(STDOUT) ? "-" : name;
  }

  /// The bare name of an input that is a file, for naming the job directory after it.
  private static Path inputName(String input) {
    Path name = path(input.equals("-") ? "stdin" : input).getFileName();
    return name == null ? Path.of("input") : name;
  }

  /// Waits until somebody reads, if it is a named pipe.
  private static WritableByteChannel open(Path file) {
    try {
      return FileChannel.open(file, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw GopException.environment("cannot write to %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /// Refuses a name to which nothing can be added any more: that of the unfinished film is longer.
  private static void requireShort(Path file, Path gops) {
    Path name = file.getFileName();
    if (name != null) {
      int bytes = nameBytes(file);
      int longest = Math.max(bytes + PendingFile.LONGER_BY, nameBytes(gops));
      if (longest > LONGEST_NAME) {
        throw GopException.usage(
            String.format(
                Locale.ROOT,
                "the name '%.20s...' is too long: it has %d bytes and may have %d",
                name,
                bytes,
                bytes - (longest - LONGEST_NAME)));
      }
    }
  }

  private static int nameBytes(Path file) {
    return file.getFileName().toString().getBytes(UTF_8).length;
  }

  private static MuxerProvider muxer(
      Registry registry, @Nullable String format, @Nullable Path file) {
    if (format != null) {
      return registry.require(ProviderKind.MUXER, format);
    }
    if (file == null) {
      return registry.require(ProviderKind.MUXER, "ivf");
    }
    String fileName = file.getFileName().toString();
    String extension = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    var known = new TreeSet<String>();
    for (Registered<MuxerProvider> muxer : registry.all(ProviderKind.MUXER)) {
      if (muxer.provider().extensions().contains(extension)) {
        return muxer.provider();
      }
      known.addAll(muxer.provider().extensions());
    }
    if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
      return registry.require(ProviderKind.MUXER, "ivf");
    }
    throw GopException.usage(
        "no container for '%s'; end its name in .%s, or say which with --format"
            .formatted(fileName, String.join(" or .", known)));
  }

  /// A file as the user named it.
  static Path path(String text) {
    if (text.isEmpty()) {
      throw GopException.usage("'' is no file name");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw GopException.usage("'%s' is no file name: %s".formatted(text, e.getReason()));
    }
  }
}
