package org.rav1ebygop.plugin.vapoursynth.input;

import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.Input;
import org.rav1ebygop.api.spi.InputReaderProvider;
import org.rav1ebygop.api.spi.VideoSource;
import org.rav1ebygop.child.process.Inquiry;
import org.rav1ebygop.child.process.ProgramFinder;

/// Opens VapourSynth scripts, as streams.
public final class VapourSynthReaderProvider implements InputReaderProvider {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          new OptionSpec(
              "args",
              "KEY=VALUE[;KEY=VALUE]",
              "Arguments of the script, as vspipe takes them with -a"),
          new OptionSpec("output-index", "N", "Which output of the script (default: 0)"),
          new OptionSpec("vspipe", "PATH", "The vspipe to use", OptionSpec.Scope.THIS_MACHINE));

  private static final String HOW_TO_GET =
      "install VapourSynth, whose vspipe runs scripts; Debian has no package of it";
  private static final int MOST_OUTPUTS = 1000;

  /// Finds nothing out and starts nothing.
  public VapourSynthReaderProvider() {}

  @Override
  public String id() {
    return "vapoursynth";
  }

  @Override
  public String description() {
    return "VapourSynth scripts (.vpy), through vspipe";
  }

  @Override
  public List<OptionSpec> options() {
    return OPTIONS;
  }

  @Override
  public Availability availability(Options options) {
    try {
      Path vspipe = vspipe(options);
      String answer =
          new Inquiry(vspipe, "vspipe", Script.QUOTE, Inquiry.LIMIT).answer("--version");
      String core =
          answer
              .lines()
              .filter(line -> line.startsWith("Core "))
              .findFirst()
              .orElse("unknown version");
      return new Availability.Available(core + " " + vspipe);
    } catch (GopException e) {
      return new Availability.Unavailable(e.getMessage());
    }
  }

  /// By its name; the text is Python, which any other program may be written in.
  @Override
  public Match match(Input input) {
    boolean script =
        input.file() != null
            && input.name().toLowerCase(Locale.ROOT).endsWith(".vpy")
            && isText(input);
    return script ? Match.CERTAIN : Match.NO;
  }

  @Override
  public VideoSource open(Input input, Options options) {
    options.requireKnown("input reader " + id(), OPTIONS);
    Path file = input.file();
    if (file == null) {
      throw GopException.usage(
          "%s: the reader vapoursynth takes script files; for a pipe run vspipe yourself: vspipe -c y4m SCRIPT -"
              .formatted(input.name()));
    }
    int output = options.getInt("output-index", 0, 0, MOST_OUTPUTS);
    return new Script(vspipe(options), file, output, arguments(options)).open();
  }

  private static List<String> arguments(Options options) {
    String text = options.get("args");
    if (text == null || text.isEmpty()) {
      return List.of();
    }
    List<String> arguments = List.of(text.split(";", -1));
    for (String argument : arguments) {
      if (argument.indexOf('=') < 1) {
        throw GopException.usage(
            "option args is KEY=VALUE, or several with ; between them, not '%s'".formatted(text));
      }
    }
    return arguments;
  }

  private static boolean isText(Input input) {
    byte[] head = input.head().toArray(ValueLayout.JAVA_BYTE);
    return head.length > 0 && new String(head, StandardCharsets.ISO_8859_1).indexOf('\0') < 0;
  }

  private static Path vspipe(Options options) {
    return ProgramFinder.inPath("vspipe", "option vspipe", HOW_TO_GET).find(options.get("vspipe"));
  }
}
