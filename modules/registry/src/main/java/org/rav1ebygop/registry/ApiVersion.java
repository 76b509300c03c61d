package org.rav1ebygop.registry;

import java.io.IOException;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.spi.Provider;

/// A version of the module `org.rav1ebygop.api`, without what comes after the second number.
///
/// A plugin says by itself against which one it was made: `javac` writes it into the descriptor of
/// the module. A jar without a descriptor says it in its manifest, if at all.
///
/// @param major changes when plugins have to be compiled anew
/// @param minor changes when there is more for plugins to use
record ApiVersion(int major, int minor) {
  /// The manifest attribute of jars without a descriptor.
  static final String ATTRIBUTE = "Rav1e-By-Gop-Api";

  /// What modules of this program are called. All have one version; a plugin may require the API by
  /// way of another.
  private static final String OURS = "org.rav1ebygop.";

  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(\\D.*)?");

  /// The one of this program, or null when it was built without a version.
  static @Nullable ApiVersion own() {
    var descriptor = Provider.class.getModule().getDescriptor();
    return descriptor == null ? null : parse(descriptor.rawVersion().orElse(""));
  }

  /// The one a module was made against, or null when it does not say.
  static @Nullable ApiVersion wantedBy(ModuleReference module) {
    if (module.descriptor().isAutomatic()) {
      return parse(attribute(module));
    }
    return module.descriptor().requires().stream()
        .filter(requires -> requires.name().startsWith(OURS))
        .flatMap(requires -> requires.rawCompiledVersion().stream())
        .findFirst()
        .map(ApiVersion::parse)
        .orElse(null);
  }

  /// Whether plugins made against another version work with this one. Before 1.0 each minor version
  /// stands for itself.
  boolean serves(ApiVersion wanted) {
    return major == wanted.major && (major == 0 ? minor == wanted.minor : minor >= wanted.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }

  private static @Nullable ApiVersion parse(String text) {
    Matcher numbers = NUMBERS.matcher(text.strip());
    return numbers.matches()
        ? new ApiVersion(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)))
        : null;
  }

  private static String attribute(ModuleReference module) {
    Path place = module.location().map(Path::of).orElse(null);
    if (place == null || !Files.isRegularFile(place)) {
      return "";
    }
    try (var jar = new JarFile(place.toFile())) {
      Manifest manifest = jar.getManifest();
      String value = manifest == null ? null : manifest.getMainAttributes().getValue(ATTRIBUTE);
      return value == null ? "" : value;
    } catch (IOException _) {
      return ""; // it was read as a module a moment ago; loading it will tell
    }
  }
}
