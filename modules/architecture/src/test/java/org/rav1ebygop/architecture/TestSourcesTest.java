package org.rav1ebygop.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A test that can fail by luck is a bug: what makes tests depend on how fast a machine is, or on
/// what else it does, is not in their sources.
class TestSourcesTest {
  private static final Path ROOT = Path.of(System.getProperty("basedir", "."), "../..");

  /// What is not to be there, and what to do instead.
  private static final Map<Pattern, String> BANNED =
      Map.of(
          Pattern.compile("Thread\\.sleep\\((?!Duration\\.ofHours)"),
          "wait for what must happen: Patience.until",
          Pattern.compile("Thread\\.(onSpinWait|yield)\\("),
          "a test that spins slows down what it waits for: Patience.until",
          Pattern.compile("@Timeout\\((?!.*(MINUTES|DAYS)|\\R)"),
          "the build ends a test that hangs, after the time in the parent pom",
          Pattern.compile(
              "new Random\\(\\)|ThreadLocalRandom|Math\\.random|RandomGenerator\\.getDefault"),
          "chance has a seed that is fixed",
          Pattern.compile("new Random\\(System\\."),
          "chance has a seed that is fixed",
          Pattern.compile("freePorts?\\("),
          "a port that is free now may be taken later: ReservedPort",
          Pattern.compile("waitFor\\(\\d"),
          "wait without a bound, or with Patience.LIMIT",
          Pattern.compile(
              "abstract class \\w+[^;{]*\\{[\\s\\S]*?\\n  (@\\w+ )?(private |protected |public )?static (?!final |class |interface |record |enum )[^(]*?[=;]"),
          "classes that share it run in parallel: make it final, or a field of each class");

  private static final Pattern PIPES =
      Pattern.compile("\\b(InputStream|OutputStream|Process|Running)\\b");

  @Test
  void noTestDependsOnLuck() throws IOException {
    List<Path> sources = sources();
    assertTrue(sources.size() > 150, "the sources of tests are below " + ROOT.toAbsolutePath());
    var found = new ArrayList<String>();
    for (Path source : sources) {
      String text = Files.readString(source);
      BANNED.forEach((pattern, instead) ->
          pattern
              .matcher(text)
              .results()
              .forEach(hit -> found.add(source + ": " + hit.group().strip() + ": " + instead)));
    }
    assertEquals("", String.join("\n", found));
  }

  /// A virtual thread that reads a pipe keeps one of as many carrier threads as there are CPUs
  /// until something comes. A few of them, and no other virtual thread runs any more.
  @Test
  void noVirtualThreadWaitsForAPipe() throws IOException {
    var found = new ArrayList<String>();
    boolean virtual = false;
    for (Path source : sources()) {
      String text = Files.readString(source);
      if (text.contains("Thread.ofVirtual")) {
        virtual = true;
        if (PIPES.matcher(text).find()) {
          found.add(source + ": take a platform thread");
        }
      }
    }
    assertTrue(virtual, "the rule finds nothing");
    assertEquals("", String.join("\n", found));
  }

  /// Those of tests and of what tests are made of.
  private static List<Path> sources() throws IOException {
    var sources = new ArrayList<Path>();
    for (String folder : List.of("modules", "plugins", "jlink", "bench/figures")) {
      Files.walkFileTree(
          ROOT.resolve(folder),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              return dir.endsWith("target")
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (isOfTests(ROOT.relativize(file)) && !file.endsWith("TestSourcesTest.java")) {
                sources.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    }
    return sources;
  }

  private static boolean isOfTests(Path file) {
    String name = file.toString();
    return name.endsWith(".java")
        && (name.contains("src/test/java") || name.contains("testkit/src/main"));
  }
}
