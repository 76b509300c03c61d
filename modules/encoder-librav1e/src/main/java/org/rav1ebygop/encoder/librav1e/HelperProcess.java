package org.rav1ebygop.encoder.librav1e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How to start [Helper] on the Java that runs this.
final class HelperProcess {
  /// The heap holds packets and nothing else. A crash says all there is to say by its signal; the
  /// report of the virtual machine would only bury what the library said before.
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms8m",
          "-Xmx512m",
          "-XX:-UsePerfData",
          "-XX:+SuppressFatalErrorMessage",
          "-Xlog:disable",
          "-Xlog:all=error,aot*=off,cds*=off:stderr");

  private HelperProcess() {}

  /// The command line up to the arguments of [Helper].
  ///
  /// @param measures whether there are loops that are worth to be compiled well
  static List<String> java(boolean measures) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(OPTIONS);
    if (!measures) {
      line.add("-XX:TieredStopAtLevel=1");
    }
    String module = Helper.class.getModule().getName();
    line.add("--enable-native-access=" + module);
    // Null in a runtime image, which has all modules in itself.
    String modulePath = System.getProperty("jdk.module.path");
    if (modulePath != null) {
      line.addAll(List.of("-p", modulePath));
    }
    line.addAll(List.of("-m", module + "/" + Helper.class.getName()));
    return line;
  }
}
