package org.rav1ebygop.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.classfile.attribute.ModuleExportInfo;
import java.lang.classfile.attribute.ModuleRequireInfo;
import java.lang.constant.ModuleDesc;
import java.lang.constant.PackageDesc;
import java.lang.module.ModuleDescriptor;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Changes module descriptors inside of jars.
final class Descriptors {
  private Descriptors() {}

  /// Turns `requires MODULE` into `requires static MODULE`: in the image only when something else
  /// needs it.
  ///
  /// @throws IllegalArgumentException when the jar requires no such module
  static void makeOptional(Path jar, String module) throws IOException {
    try (FileSystem archive = FileSystems.newFileSystem(jar)) {
      boolean changed = false;
      for (Path descriptor : find(archive)) {
        byte[] old = Files.readAllBytes(descriptor);
        byte[] loose = loosen(old, module);
        if (!Arrays.equals(old, loose)) {
          FileTime time = Files.getLastModifiedTime(descriptor);
          Files.write(descriptor, loose);
          Files.setLastModifiedTime(descriptor, time);
          changed = true;
        }
      }
      unsign(archive);
      if (!changed) {
        throw new IllegalArgumentException(
            jar + " no longer requires " + module + ": drop the exception made for it");
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// A signature would be that of another jar.
  private static void unsign(FileSystem archive) throws IOException {
    List<Path> signatures;
    try (Stream<Path> files = Files.list(archive.getPath("/META-INF"))) {
      signatures = files.filter(file -> file.toString().matches(".*[.](SF|DSA|RSA|EC)")).toList();
    }
    for (Path signature : signatures) {
      Files.delete(signature);
    }
  }

  /// Gives a jar the descriptor of a module that needs java.base alone and exports all its
  /// packages.
  ///
  /// @param automatic what Java makes of the jar without one
  static void add(Path jar, ModuleDescriptor automatic) throws IOException {
    List<ModuleExportInfo> exports =
        automatic.packages().stream()
            .sorted()
            .map(name -> ModuleExportInfo.of(PackageDesc.of(name), 0))
            .toList();
    ModuleAttribute attribute =
        ModuleAttribute.of(
            ModuleDesc.of(automatic.name()),
            module -> {
              module.requires(ModuleDesc.of("java.base"), ClassFile.ACC_MANDATED, null);
              exports.forEach(module::exports);
            });
    try (FileSystem archive = FileSystems.newFileSystem(jar)) {
      Files.write(archive.getPath("/module-info.class"), ClassFile.of().buildModule(attribute));
    }
  }

  private static List<Path> find(FileSystem archive) throws IOException {
    try (Stream<Path> files = Files.walk(archive.getPath("/"))) {
      return files.filter(file -> file.endsWith("module-info.class")).toList();
    }
  }

  private static byte[] loosen(byte[] descriptor, String module) {
    ClassFile classes = ClassFile.of();
    return classes.transformClass(
        classes.parse(descriptor),
        (builder, element) -> {
          if (element instanceof ModuleAttribute attribute) {
            builder.with(loosen(attribute, module));
          } else {
            builder.with(element);
          }
        });
  }

  private static ModuleAttribute loosen(ModuleAttribute old, String module) {
    return ModuleAttribute.of(
        old.moduleName(),
        old.moduleFlagsMask(),
        old.moduleVersion().orElse(null),
        old.requires().stream()
            .map(r -> r.requires().name().equalsString(module) ? loosen(r) : r)
            .toList(),
        old.exports(),
        old.opens(),
        old.uses(),
        old.provides());
  }

  private static ModuleRequireInfo loosen(ModuleRequireInfo old) {
    return ModuleRequireInfo.of(
        old.requires(),
        old.requiresFlagsMask() | ClassFile.ACC_STATIC_PHASE,
        old.requiresVersion().orElse(null));
  }
}
