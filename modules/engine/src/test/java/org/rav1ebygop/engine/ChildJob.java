package org.rav1ebygop.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.job.JobEvent;
import org.rav1ebygop.testkit.EncoderFault;
import org.rav1ebygop.testkit.RecordedEncoder;

/// A job in a process of its own: prints `stored` for each GOP and what the job fails with.
final class ChildJob {
  private ChildJob() {}

  /// The film that is encoded, in three GOPs.
  static TestJob job(Path directory) {
    TestJob job = new TestJob(directory);
    job.source = new CachedFilm(120);
    job.splitter = TestJob.keyframes(40, 80);
    return job;
  }

  /// @param args the directory, and `hang` to make no second GOP
  public static void main(String[] args) throws InterruptedException {
    TestJob job = job(Path.of(args[0]));
    if (args.length > 1) {
      job.encoder =
          new RecordedEncoder(
              (frame, _) -> frame == 0 ? EncoderFault.NONE : new EncoderFault.Hang(5));
    }
    job.also =
        event -> {
          if (event instanceof JobEvent.Stored) {
            System.out.println("stored");
          }
        };
    try {
      job.run();
    } catch (GopException e) {
      System.out.println(e.kind() + ": " + e.getMessage());
    }
  }

  /// Starts one.
  ///
  /// @param before shell commands to run first
  static Process start(String before, String... args) throws java.io.IOException {
    Path target = Path.of(System.getProperty("basedir", "."), "target");
    String classes =
        String.join(
            System.getProperty("path.separator"),
            target.resolve("test-classes").toString(),
            target.resolve("classes").toString(),
            System.getProperty("jdk.module.path", ""),
            System.getProperty("java.class.path"));
    var command =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                before + " exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                classes,
                ChildJob.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
