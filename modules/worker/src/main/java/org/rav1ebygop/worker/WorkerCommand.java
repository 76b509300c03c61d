package org.rav1ebygop.worker;

import com.github.rvesse.airline.annotations.Command;
import com.github.rvesse.airline.annotations.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.machine.MemoryUse;

/// The command line of the worker.
@Command(name = "rav1e-worker")
public final class WorkerCommand {
  static final int DEFAULT_PORT = 13_415;

  /// By which the image names the rav1e it brings along.
  private static final String RAV1E_PROPERTY = "rav1ebygop.rav1e";

  @Option(
      name = {"--ip", "--host"},
      title = "--ip")
  String host = "0.0.0.0";

  @Option(
      name = {"-p", "--port"},
      title = "--port")
  int port = DEFAULT_PORT;

  @Option(name = "--threads", title = "--threads")
  @Nullable Integer threads;

  @Option(name = "--rav1e", title = "--rav1e")
  @Nullable String rav1e;

  @Option(name = "--memory", title = "--memory")
  String memory = "light";

  @Option(name = "--temp-dir", title = "--temp-dir")
  @Nullable String tempDir;

  @Option(name = "--drain")
  boolean drain;

  @Option(name = "--generate-cert")
  boolean generateCert;

  @Option(name = "--cert-host", title = "--cert-host")
  List<String> certHosts = new ArrayList<>();

  @Option(name = {"-v", "--verbose"})
  boolean verbose;

  @Option(name = "--quiet")
  boolean quiet;

  @Option(name = "--debug")
  boolean debug;

  @Option(name = {"-V", "--version"})
  boolean version;

  @Option(name = {"-h", "--help"})
  boolean help;

  /// For airline.
  public WorkerCommand() {}

  /// Does what the options say.
  ///
  /// @return the exit code
  int run() throws InterruptedException {
    if (help) {
      System.out.print(Help.TEXT);
      return 0;
    }
    if (version) {
      System.out.println(Version.name());
      return 0;
    }
    Log.configure(debug ? Log.Level.DEBUG : Log.Level.of(verbose, quiet));
    Map<String, String> environment = System.getenv();
    if (generateCert) {
      new CertificateFiles(environment).generate(certHosts, System.out);
      return 0;
    }
    if (!certHosts.isEmpty()) {
      throw GopException.usage("--cert-host goes with --generate-cert");
    }
    if (port < 0 || port > 65_535) {
      throw GopException.usage("--port is 0 to 65535, not " + port);
    }
    var access = Access.of(environment);
    if (rav1e != null) {
      System.setProperty(RAV1E_PROPERTY, rav1e);
    }
    Machinery machinery = Machinery.of(threads, MemoryUse.of(memory), tempDir);
    try (var running = Running.start(host, port, access, machinery)) {
      running.await(drain);
    }
    return 0;
  }
}
