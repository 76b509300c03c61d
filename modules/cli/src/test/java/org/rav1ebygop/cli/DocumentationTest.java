package org.rav1ebygop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.GopException;

/// What the pages say of options, exit codes, defaults and other pages is so.
class DocumentationTest {
  private static final Path ROOT = Path.of("../..");

  /// The pages that speak of our options and of no others.
  private static final List<String> OF_OUR_OPTIONS =
      List.of(
          "README.md",
          "docs/manual.md",
          "docs/films.md",
          "docs/librav1e.md",
          "docs/events.md",
          "docs/security.md");

  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--([a-z][a-z0-9-]+)");

  /// How the sources name an option: as a word, as a line of the help, or as one of a provider.
  private static final Pattern NAMED =
      Pattern.compile(
          "\"--([a-z][a-z0-9-]*)\"|^\\s+(?:-\\w, )?(?:--\\w+, )?--([a-z][a-z0-9-]*)"
              + "|OptionSpec\\(\\s*\"([a-z0-9-]+)\"",
          Pattern.MULTILINE);

  private static final Pattern TEST = Pattern.compile("`([A-Z][a-z]\\w*(?:Test|IT)(?:\\.\\w+)?)`");

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("(https?|mailto):.*");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

  @Test
  void exitCodesAreThoseOfTheProgram() throws IOException {
    Set<String> codes =
        Arrays.stream(GopException.Kind.values())
            .map(kind -> "" + kind.exitCode())
            .collect(Collectors.toCollection(TreeSet::new));
    codes.add("0");
    assertEquals(codes, found("^\\| (\\d+) \\|", read("README.md")));
    String help = read("modules/cli/src/main/java/org/rav1ebygop/cli/EncodeCommand.java");
    String list = help.substring(help.indexOf("Exit codes:"), help.indexOf("a bug."));
    assertEquals(codes, found("(?<=[ :,] )(\\d+)(?= )", list));
  }

  @Test
  void everyOptionOnAPageExists() throws IOException {
    Set<String> known = new TreeSet<>();
    List<Path> sources = sources("src/main/java", "modules", "plugins");
    sources.add(ROOT.resolve("dev"));
    for (Path source : sources) {
      NAMED
          .matcher(Files.readString(source))
          .results()
          .forEach(found ->
              known.add(
                  Stream.of(found.group(1), found.group(2), found.group(3))
                      .filter(name -> name != null)
                      .findFirst()
                      .orElseThrow()));
    }
    var unknown = new TreeMap<String, Set<String>>();
    for (String page : OF_OUR_OPTIONS) {
      Set<String> options = found(OPTION.pattern(), read(page));
      assertTrue(!options.isEmpty(), page);
      options.removeAll(known);
      if (!options.isEmpty()) {
        unknown.put(page, options);
      }
    }
    assertEquals(new TreeMap<>(), unknown);
  }

  @Test
  void defaultsInTheHelpAreThoseOfTheProgram() throws IOException {
    var encode = new EncodeCommand();
    assertHelp("Attempts at a GOP before it is skipped (default: " + encode.maxTries + ")");
    assertHelp("unlimited (default: %s)".formatted(encode.memory));
    String limits =
        read("modules/engine/src/main/java/org/rav1ebygop/engine/lease/StallLimit.java");
    assertHelp(
        "%s times the longest pause seen, at least %s; at first at least %s + %s per megapixel"
            .formatted(
                constant("FACTOR", limits),
                constant("FLOOR", limits),
                constant("START", limits),
                constant("START_PER_MEGAPIXEL", limits)));
    String port =
        constant(
            "DEFAULT_PORT",
            read(
                "modules/transport-websocket/src/main/java/org/rav1ebygop/transport/websocket/Worker.java"));
    assertTrue(read("docs/manual.md").contains("listens on port " + port), port);
    assertTrue(
        read("modules/worker/src/main/java/org/rav1ebygop/worker/Help.java")
            .contains("(default %s)".formatted(port)),
        port);
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    var broken = new TreeSet<String>();
    for (Path page : pages()) {
      for (String link : found(LINK.pattern(), Files.readString(page))) {
        if (!ELSEWHERE.matcher(link).matches() && !leads(page, link)) {
          broken.add(page + ": " + link);
        }
      }
    }
    assertEquals(Set.of(), broken);
  }

  /// `SomeTest`, `SomeIT` and `SomeTest.someMethod` are in the sources.
  @Test
  void everyTestOnAPageExists() throws IOException {
    Map<String, String> tests = new TreeMap<>();
    for (Path source : sources("src/test/java", "modules", "plugins", "jlink/src")) {
      String name = String.valueOf(source.getFileName());
      tests.put(name.substring(0, name.length() - ".java".length()), Files.readString(source));
    }
    var unknown = new TreeSet<String>();
    int named = 0;
    for (Path page : pages()) {
      for (String test : found(TEST.pattern(), Files.readString(page))) {
        String[] parts = test.split("\\.", 2);
        String source = tests.getOrDefault(parts[0], "");
        if (source.isEmpty() || (parts.length > 1 && !source.contains(" " + parts[1] + "("))) {
          unknown.add(page + ": " + test);
        }
        named++;
      }
    }
    assertEquals(Set.of(), unknown);
    assertTrue(named > 20, named + " tests");
  }

  private static boolean leads(Path page, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
    if (!Files.exists(target) || parts.length == 1) {
      return Files.exists(target);
    }
    return HEADING
        .matcher(Files.readString(target))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w\\- ]", "").strip().replace(' ', '-'))
        .anyMatch(parts[1]::equals);
  }

  private static void assertHelp(String text) throws IOException {
    String help = read("modules/cli/src/main/java/org/rav1ebygop/cli/EncodeCommand.java");
    assertTrue(help.contains(text), text);
  }

  /// The number that a constant of a source file begins with.
  private static String constant(String name, String source) {
    return found("\\b" + name + " = ([\\d_]+)\\b", source).iterator().next().replace("_", "");
  }

  private static Set<String> found(String pattern, String text) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Path> pages() throws IOException {
    try (var docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of(
                      "README.md",
                      "ARCHITECTURE.md",
                      "CONTRIBUTING.md",
                      "CHANGELOG.md",
                      "bench/README.md")
                  .map(ROOT::resolve),
              docs.filter(file -> file.toString().endsWith(".md")))
          .toList();
    }
  }

  private static List<Path> sources(String folder, String... parts) throws IOException {
    var sources = new ArrayList<Path>();
    for (String part : parts) {
      try (var files = Files.walk(ROOT.resolve(part))) {
        files
            .filter(file -> file.toString().matches(".*/" + folder + "/.*\\.java"))
            .forEach(sources::add);
      }
    }
    return sources;
  }

  private static String read(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }
}
