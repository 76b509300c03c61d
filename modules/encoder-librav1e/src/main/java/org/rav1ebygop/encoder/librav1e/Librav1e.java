package org.rav1ebygop.encoder.librav1e;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;

/// A librav1e in this process. It stays until the process ends: its threads may run longer than
/// anybody who uses it.
///
/// The library checks nothing it is given; a wrong pointer or a panic in it ends the process.
final class Librav1e {
  /// More than any text it has.
  private static final long MAX_TEXT_BYTES = 1024;

  /// Versions whose structures are known: nothing in the library tells how it lays them out.
  private static final Pattern KNOWN = Pattern.compile("0\\.[5-8]\\.");

  private final String name;
  private final SymbolLookup symbols;
  private final Map<Function, MethodHandle> functions = new ConcurrentHashMap<>();

  private Librav1e(String name, SymbolLookup symbols) {
    this.name = name;
    this.symbols = symbols;
  }

  /// Loads a library.
  ///
  /// @param name a path, or a name that the system's loader looks up
  /// @throws IllegalArgumentException when there is none, or it cannot be loaded here
  /// @throws GopException of kind ENVIRONMENT when it is not librav1e, or this process may not call
  ///   native code
  @SuppressWarnings("restricted") // the image gives this module native access
  static Librav1e load(String name) {
    if (!Librav1e.class.getModule().isNativeAccessEnabled()) {
      throw GopException.environment(
          "this Java may not call native code: start it with --enable-native-access=org.rav1ebygop.encoder.librav1e",
          null);
    }
    var library = new Librav1e(name, SymbolLookup.libraryLookup(name, Arena.global()));
    for (Function function : Function.values()) {
      library.find(function);
    }
    String version = library.version();
    if (!KNOWN.matcher(version).lookingAt()) {
      throw GopException.environment(
          "%s is librav1e %s, whose interface is not known here: 0.5 to 0.8 can be used"
              .formatted(name, version),
          null);
    }
    return library;
  }

  private MemorySegment find(Function function) {
    return symbols
        .find(function.symbol())
        .orElseThrow(() ->
            GopException.environment(
                "%s is no librav1e that can be used: it has no %s"
                    .formatted(name, function.symbol()),
                null));
  }

  /// Links a function when it is first called: all of them would take a tenth of a second.
  @SuppressWarnings("restricted")
  private MethodHandle link(Function function) {
    return Linker.nativeLinker().downcallHandle(find(function), function.descriptor);
  }

  /// What it was loaded by.
  String name() {
    return name;
  }

  /// Such as `0.7.1`.
  String version() {
    return text(pointer(Function.VERSION_SHORT));
  }

  /// A status in words.
  String status(int status) {
    return text(pointer(Function.STATUS_TO_STR, status));
  }

  /// Calls a function that returns a pointer.
  MemorySegment pointer(Function function, Object... arguments) {
    return (MemorySegment) Objects.requireNonNull(call(function, arguments));
  }

  /// Calls a function that returns a number.
  int number(Function function, Object... arguments) {
    return (int) Objects.requireNonNull(call(function, arguments));
  }

  /// Calls a function that returns nothing.
  void run(Function function, Object... arguments) {
    call(function, arguments);
  }

  /// Calls a function that copies a plane, for each plane of a picture.
  ///
  /// @param frame a `RaFrame`
  /// @param picture native memory
  void copyPlanes(Function function, MemorySegment frame, Frame picture) {
    FrameLayout layout = picture.layout();
    for (int plane = 0; plane < FrameLayout.PLANES; plane++) {
      MemorySegment data = picture.plane(plane);
      run(
          function,
          frame,
          plane,
          data,
          data.byteSize(),
          layout.rowBytes(plane),
          layout.bytesPerSample());
    }
  }

  /// Null from a function that returns nothing.
  private @Nullable Object call(Function function, Object... arguments) {
    MethodHandle handle = functions.computeIfAbsent(function, this::link);
    try {
      return handle.invokeWithArguments(arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("native functions throw nothing", e);
    }
  }

  @SuppressWarnings("restricted") // texts of the library end with a zero
  private static String text(MemorySegment pointer) {
    return pointer.equals(MemorySegment.NULL)
        ? ""
        : pointer.reinterpret(MAX_TEXT_BYTES).getString(0);
  }
}
