package org.rav1ebygop.cli;

import com.github.rvesse.airline.annotations.AirlineModule;
import com.github.rvesse.airline.annotations.Arguments;
import com.github.rvesse.airline.annotations.Command;
import com.github.rvesse.airline.annotations.Option;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Encodes a film: the command without a name.
@Command(
    name = "rav1e-by-gop",
    description =
        """
        rav1e-by-gop encodes a film to AV1 with rav1e, GOP by GOP, on all cores and machines.

        Usage: rav1e-by-gop [options] INPUT -o OUTPUT
               rav1e-by-gop keyframes INPUT   only find the keyframes: as a list, JSON, picture
               rav1e-by-gop verify FILM       look at a finished film
               rav1e-by-gop workers           list workers on other machines, and what they do
               rav1e-by-gop plugins           list readers, splitters, encoders, decoders, muxers ...

        INPUT is a film of any kind that ffmpeg reads, a y4m file, a VapourSynth script, or - for y4m
        from standard input. OUTPUT is a file (.mkv, .webm, .mp4, .ivf or .obu), - for standard
        output, or /dev/null.

          rav1e-by-gop film.y4m -o film.ivf
          rav1e-by-gop film.mkv -o film.av1.mkv
          rav1e-by-gop film.y4m -s 3 --qp 50 --keyint 360 -o film.ivf
          ffmpeg -i film.mkv -strict -1 -f yuv4mpegpipe - | rav1e-by-gop - -o film.ivf

        Exit codes: 0 complete and verified, 2 wrong usage, 3 bad input, 4 incomplete (run again with
        --resume), 5 something is missing on this machine, 130 interrupted (run again with --resume),
        70 a bug.\
        """)
public final class EncodeCommand extends CliCommand {
  private static final SingleInput INPUT =
      new SingleInput("input", "rav1e-by-gop INPUT -o OUTPUT", true);

  @Arguments(title = "INPUT", description = "film, or - for y4m from standard input")
  List<String> inputs = new ArrayList<>();

  @Section("Input and output")
  @Option(
      name = {"-o", "--output"},
      title = "file",
      description = "Where the film goes: a file, - for standard output, /dev/null to discard it")
  @Nullable String output;

  @Section("Input and output")
  @Option(
      name = {"--limit", "--frames"},
      title = "n",
      description = "Encode only the first N frames")
  long limit = Long.MAX_VALUE;

  @Section("Input and output")
  @Option(
      name = "--format",
      title = "id",
      description = "Container, if the file name does not say: mkv, webm, mp4, ivf or obu")
  @Nullable String format;

  @Section("Input and output")
  @Option(
      name = "--overwrite",
      description =
          "Replace a film that is there, and delete the finished GOPs of an unfinished encode")
  boolean overwrite;

  @Section("Input and output")
  @Option(
      name = "--resume",
      description = "Resume the unfinished encode of this output, or begin it")
  boolean resume;

  @Section("Input and output")
  @Option(
      name = "--temp",
      title = "folder",
      description =
          "Where finished GOPs are kept until the film is done (default: in OUTPUT.gops; when the output is no file, in a temporary folder, for this run only)")
  @Nullable String temp;

  @Section("Input and output")
  @Option(
      name = "--tmp-input",
      description =
          "Let frames of a pipe go to disk, beside the finished GOPs, when they take more memory than --frame-memory; the producer then never waits for an encoder")
  boolean tmpInput;

  @AirlineModule InputOptions reading = new InputOptions();

  @AirlineModule MuxerOptions muxing = new MuxerOptions();

  @AirlineModule EncoderOptions encoding = new EncoderOptions();

  @AirlineModule ColorOptions colors = new ColorOptions();

  @AirlineModule KeyframeOptions keyframes = new KeyframeOptions();

  @Section("Threads and memory")
  @Option(
      name = "--threads",
      title = "n",
      description = "Threads for encoding, never more than the machine has (default: all)")
  @Nullable Integer threads;

  @Section("Threads and memory")
  @Option(
      name = "--local-workers",
      title = "n",
      description =
          "GOPs to encode at a time (default: threads divided by tiles, as memory allows)")
  @Nullable Integer localWorkers;

  @AirlineModule WorkerOptions places = new WorkerOptions();

  @Section("Threads and memory")
  @Option(
      name = "--memory",
      title = "use",
      description =
          "How much memory to use, at the start and while the job runs. light: leave half of what is free, 2 to 12 GiB; heavy: leave a fifth, 1 to 6 GiB; both in a container 256 MiB or more; unlimited (default: light)")
  String memory = "light";

  @Section("Threads and memory")
  @Option(
      name = "--frame-memory",
      title = "size",
      description =
          "Memory for this program with the frames of a pipe that wait, such as 800M or 2G (default: what the encoders leave of --memory, at most for the frames that all slots need)")
  @Nullable String frameMemory;

  @Section("Threads and memory")
  @Option(
      name = "--max-tries",
      title = "n",
      description = "Attempts at a GOP before it is skipped (default: 3)")
  int maxTries = 3;

  @Section("Threads and memory")
  @Option(
      name = "--stall-timeout",
      title = "seconds",
      description =
          "An encoder without progress for so long is ended and its GOP tried again; waiting for frames or the disk does not count; 0 or off: never (default: 10 times the longest pause seen, at least 60; at first at least 120 + 240 per megapixel, halved with each GOP done; doubled each time the same GOP stalls)")
  @Nullable String stallTimeout;

  @Section("Verification")
  @Option(
      name = "--verify",
      title = "level",
      description =
          "structure: every packet is read; decode: every GOP is also decoded and compared with its frames (default: decode up to speed 9, where there is a decoder)")
  @Nullable String verify;

  @Section("Verification")
  @Option(
      name = "--decoder",
      title = "id",
      description = "Decoder to verify with (default: one that works here)")
  @Nullable String decoder;

  @Section("Verification")
  @Option(
      name = "--dav1d",
      title = "path",
      description =
          "The dav1d to use (default: the one that came with this program, else from PATH)")
  @Nullable String dav1d;

  @Section("Messages")
  @Option(
      name = {"-v", "--verbose"},
      description = "Show every GOP, and which coding tools the encoder used")
  boolean verbose;

  @Section("Messages")
  @Option(
      name = "--json",
      title = "file",
      description =
          "Write what happens as JSON, one object per line, to a file, or to standard output with -; docs/events.md describes it")
  @Nullable String json;

  @Section("Messages")
  @Option(name = "--no-progress", description = "No progress while encoding, only the summary")
  boolean noProgress;

  @Override
  int run(Console console) throws InterruptedException {
    if (isAnswered(console)) {
      return 0;
    }
    String input = INPUT.of(inputs, output);
    keyframes
        .apart(input)
        .reads("list of workers", WorkersLookup.NONE.equals(places.workers) ? null : places.workers)
        .reads("film grain table", encoding.filmGrainTable)
        .writes("-o", "film", output)
        .writes("--json", "events", json)
        .writes("--metrics", "metrics", encoding.metrics);
    try (var interrupt = new Interruptible(console)) {
      return Events.of(
          this, console, (told, events) -> new EncodeRun(this, told, events).run(interrupt));
    }
  }

  @Override
  @Nullable String rav1e() {
    return encoding.rav1e;
  }
}
