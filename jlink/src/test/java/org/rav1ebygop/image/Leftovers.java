package org.rav1ebygop.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.rav1ebygop.testkit.Patience;

/// Ends the processes that a test left behind in its temporary folders, before these are deleted.
///
/// The encoders of a program that was killed keep running for a while. One that made a file just
/// then kept the folder from being deleted, and so failed a test that had passed. Every test class
/// has this extension; tests that expect nothing to be left behind look for it themselves.
public final class Leftovers implements AfterEachCallback, AfterAllCallback {
  private static final Path PROCESSES = Path.of("/proc");

  @Override
  public void afterEach(ExtensionContext context) {
    end(folders(context, false));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    end(folders(context, true));
  }

  /// The temporary folders that are deleted next: those of a test, or those of its class.
  private static List<Path> folders(ExtensionContext context, boolean ofClass) {
    return AnnotationSupport.findAnnotatedFields(
            context.getRequiredTestClass(),
            TempDir.class,
            field -> Modifier.isStatic(field.getModifiers()) == ofClass,
            HierarchyTraversalMode.TOP_DOWN)
        .stream()
        .map(field -> value(field, context.getTestInstance()))
        .filter(Objects::nonNull)
        .map(Path.class::cast)
        .toList();
  }

  private static Object value(Field field, Optional<Object> test) {
    try {
      field.setAccessible(true);
      return field.get(test.orElse(null));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Kills all that use a folder, and those that these started meanwhile, until there is none.
  private static void end(List<Path> folders) {
    if (folders.isEmpty() || !Files.isDirectory(PROCESSES.resolve("self"))) {
      return;
    }
    Patience.until(
        "nothing uses " + folders,
        () -> {
          List<ProcessHandle> left = users(folders);
          left.forEach(ProcessHandle::destroyForcibly);
          return left.isEmpty();
        });
  }

  private static List<ProcessHandle> users(List<Path> folders) {
    long self = ProcessHandle.current().pid();
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(process -> process.pid() != self)
          .filter(process -> uses(process, folders))
          .toList();
    }
  }

  /// Whether a process has a folder in its command line, works in it, or has a file open in it. One
  /// that has ended does none of these, even while it stands in the list of processes.
  private static boolean uses(ProcessHandle process, List<Path> folders) {
    Path place = PROCESSES.resolve("" + process.pid());
    String words = words(place.resolve("cmdline"));
    return folders.stream().anyMatch(folder -> words.contains(folder.toString()))
        || links(place).stream().anyMatch(link -> folders.stream().anyMatch(link::startsWith));
  }

  private static String words(Path commandLine) {
    try {
      return Files.readString(commandLine, ISO_8859_1);
    } catch (IOException _) {
      return ""; // it has ended
    }
  }

  /// Where it works, and what it has open.
  private static List<Path> links(Path place) {
    var links = new ArrayList<Path>();
    target(place.resolve("cwd")).ifPresent(links::add);
    try (DirectoryStream<Path> open = Files.newDirectoryStream(place.resolve("fd"))) {
      open.forEach(each -> target(each).ifPresent(links::add));
    } catch (IOException | DirectoryIteratorException _) {
      // it has ended, or is another user's
    }
    return links;
  }

  private static Optional<Path> target(Path link) {
    try {
      return Optional.of(Files.readSymbolicLink(link));
    } catch (IOException _) {
      return Optional.empty(); // closed meanwhile
    }
  }
}
