package org.rav1ebygop.protocol;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.OptionSpec;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.Wire;
import org.rav1ebygop.protocol.session.FramePool;
import org.rav1ebygop.protocol.session.PacketMemory;
import org.rav1ebygop.protocol.session.WorkerJob;

/// Finds out whether a job can be done at a worker, and opens what it needs.
final class JobOpening {
  /// Bytes of frames that wait in memory, for all slots together and for one.
  private static final long FRAME_MEMORY = 256 << 20;

  private static final long SLOT_MEMORY = 16 << 20;

  private final WorkerService.Settings settings;
  private final PacketMemory packets;

  /// @param packets memory for those of all clients
  JobOpening(WorkerService.Settings settings, PacketMemory packets) {
    this.settings = settings;
    this.packets = packets;
  }

  /// What comes of it.
  sealed interface Result {}

  /// The job cannot be done here.
  ///
  /// @param reason one line
  record Refused(String reason) implements Result {}

  /// The job can begin.
  record Opened(WorkerJob job, ServedJob.Encoding encoding) implements Result {
    /// Closes what was opened.
    void close() {
      encoding.backend().close();
      encoding.pool().close();
    }
  }

  Result open(Message.Job wanted) {
    try {
      EncoderBackend backend = backend(wanted.terms());
      try {
        return opened(wanted, backend);
      } catch (IOException e) {
        backend.close();
        return new Refused("the worker has no room for frames: " + e.getMessage());
      } catch (RuntimeException | Error e) {
        backend.close();
        throw e;
      }
    } catch (GopException e) {
      return new Refused(e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      return new Refused("the worker's encoder failed: " + e);
    }
  }

  private Opened opened(Message.Job wanted, EncoderBackend backend) throws IOException {
    long frameBytes = wanted.terms().format().layout().frameBytes();
    FramePool pool =
        settings.spool() == null
            ? FramePool.inMemory(frameBytes)
            : FramePool.inFolder(frameBytes, settings.spool());
    var codings = wanted.codings().stream().filter(FrameCoder.CODINGS::contains).toList();
    var conditions =
        new WorkerJob.Conditions(backend.identity(), codings, window(frameBytes), pool, packets);
    return new Opened(
        new WorkerJob(wanted, conditions), new ServedJob.Encoding(backend, pool, settings.local()));
  }

  private int window(long frameBytes) {
    if (settings.spool() != null) {
      return Wire.MAX_WINDOW;
    }
    long memory = Math.min(SLOT_MEMORY, FRAME_MEMORY / settings.slots());
    return Math.clamp(memory / frameBytes, 2, Wire.MAX_WINDOW);
  }

  /// @throws GopException when the settings are not for this worker
  private EncoderBackend backend(Message.Terms terms) {
    Optional<EncoderBackendProvider> found =
        settings.backends().stream().filter(p -> p.id().equals(terms.backend())).findFirst();
    if (found.isEmpty()) {
      throw GopException.usage("the worker has no encoder " + terms.backend());
    }
    EncoderBackendProvider provider = found.get();
    Options options = terms.settings().options();
    Options allowed = options.anywhere(provider.options());
    for (Map.Entry<String, String> option : options.values().entrySet()) {
      if (allowed.get(option.getKey()) == null) {
        throw GopException.usage(
            "the worker's encoder has no option '%s' that a client may set%s"
                .formatted(option.getKey(), names(provider)));
      }
    }
    return provider.open(terms.format(), terms.settings());
  }

  private static String names(EncoderBackendProvider provider) {
    var names =
        provider.options().stream()
            .filter(option -> option.scope() == OptionSpec.Scope.ANYWHERE)
            .map(OptionSpec::name)
            .toList();
    return names.isEmpty() ? "" : "; it has: " + String.join(", ", names);
  }
}
