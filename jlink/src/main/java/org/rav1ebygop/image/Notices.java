package org.rav1ebygop.image;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Brings the licence texts of the libraries into the image, beside those of the JDK.
final class Notices {
  private Notices() {}

  /// Takes the licence and notice files of a library from its jar, or, for one whose jar has none,
  /// from `supplied/MODULE/` or `supplied/BEGINNING.OF.MODULE/`.
  ///
  /// @throws IllegalArgumentException when there are none
  static void add(Library library, Path supplied, Path legal) throws IOException {
    if (library.own()) {
      return;
    }
    Path target = Files.createDirectories(legal.resolve(library.module()));
    try (FileSystem jar = FileSystems.newFileSystem(library.jar())) {
      if (copy(jar.getPath("/META-INF"), target) > 0) {
        return;
      }
    }
    Path ours = supplied(supplied, library.module());
    if (!Files.isDirectory(ours) || copy(ours, target) == 0) {
      throw new IllegalArgumentException(
          "%s has no licence text in it: put one into %s"
              .formatted(library.jar().getFileName(), supplied.resolve(library.module())));
    }
  }

  /// The folder named like the module, or like the longest beginning of its name that has one: many
  /// modules may be of one project.
  private static Path supplied(Path folder, String module) {
    String name = module;
    while (!Files.isDirectory(folder.resolve(name)) && name.contains(".")) {
      name = name.substring(0, name.lastIndexOf('.'));
    }
    return folder.resolve(name);
  }

  private static int copy(Path directory, Path target) throws IOException {
    List<Path> texts;
    try (Stream<Path> files = Files.list(directory)) {
      texts = files.filter(Notices::isText).toList();
    }
    for (Path text : texts) {
      Files.copy(text, target.resolve(text.getFileName().toString()));
    }
    return texts.size();
  }

  private static boolean isText(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file) && (name.startsWith("LICENSE") || name.startsWith("NOTICE"));
  }
}
