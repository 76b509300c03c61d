package org.rav1ebygop.worker;

import com.github.rvesse.airline.annotations.Command;
import com.github.rvesse.airline.annotations.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.machine.MemoryUse;
import org.rav1ebygop.protocol.CarrierServerProvider;
import org.rav1ebygop.registry.ProviderKind;
import org.rav1ebygop.registry.Registry;
import org.rav1ebygop.registry.TransportArguments;

/// The command line of the worker.
@Command(name = "rav1e-worker")
public final class WorkerCommand {
  private static final String WEBSOCKET = "websocket";

  /// By which the image names the rav1e it brings along.
  private static final String RAV1E_PROPERTY = "rav1ebygop.rav1e";

  @Option(name = TransportArguments.TRANSPORT, title = TransportArguments.TRANSPORT)
  String transport = WEBSOCKET;

  @Option(name = TransportArguments.OPTION, title = TransportArguments.OPTION)
  List<String> transportOptions = new ArrayList<>();

  @Option(
      name = {"--ip", "--host"},
      title = "--ip")
  @Nullable String host;

  @Option(
      name = {"-p", "--port"},
      title = "--port")
  @Nullable Integer port;

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
    Registry registry = Machinery.registry();
    CarrierServerProvider provider = registry.require(ProviderKind.SERVER, transport);
    var access = Access.of(provider, transportOptions(environment), environment);
    if (rav1e != null) {
      System.setProperty(RAV1E_PROPERTY, rav1e);
    }
    var wish = new Machinery.Wish(threads, MemoryUse.of(memory), tempDir);
    Machinery machinery = Machinery.of(registry, wish);
    try (var running = Running.start(access, machinery)) {
      running.await(drain);
    }
    return 0;
  }

  private Options transportOptions(Map<String, String> environment) {
    var values = new TreeMap<String, String>();
    for (String option : transportOptions) {
      int equals = option.indexOf('=');
      if (equals < 1) {
        throw GopException.usage("--transport-option is NAME=VALUE, not '%s'".formatted(option));
      }
      values.put(option.substring(0, equals), option.substring(equals + 1));
    }
    Options options = Options.of(values);
    if (transport.equals(WEBSOCKET)) {
      options = host == null ? options : options.with("host", host);
      options = port == null ? options : options.with("port", port.toString());
      return Access.withCertificate(options, environment);
    }
    if (host != null || port != null) {
      throw GopException.usage(
          "%s is for --transport %s".formatted(host != null ? "--ip" : "--port", WEBSOCKET));
    }
    return options;
  }
}
