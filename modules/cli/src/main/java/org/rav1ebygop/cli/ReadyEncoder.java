package org.rav1ebygop.cli;

import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.Transport;

/// An encoder whose identity is known, and the way to other machines.
///
/// The identity is that of the encoder of this machine, also when only others encode. Where there
/// is none, the first worker decides.
///
/// @param others null when nobody else encodes
record ReadyEncoder(EncoderBackend backend, @Nullable Transport others) implements AutoCloseable {
  /// Finds it, and checks the settings as far as this machine can.
  ///
  /// @param console told what is waited for
  static ReadyEncoder of(EncodeChoices choices, VideoFormat format, Console console)
      throws InterruptedException {
    Places.@Nullable Others workers = choices.places().others();
    EncoderBackend backend;
    try {
      backend = choices.encoder().open(format, choices.settings());
    } catch (GopException e) {
      if (workers == null || e.kind() != GopException.Kind.ENVIRONMENT) {
        throw e;
      }
      if (choices.places().isHere()) {
        throw GopException.environment(
            e.getMessage() + "; --no-local encodes on the workers only", e);
      }
      return ofWorkers(choices, format, new FirstContact(workers.open(), console), console);
    }
    return with(backend, workers);
  }

  /// With the way to other machines, if there are any; the backend is closed where that fails.
  static ReadyEncoder with(EncoderBackend backend, Places.@Nullable Others workers) {
    try {
      return new ReadyEncoder(backend, workers == null ? null : workers.open());
    } catch (RuntimeException | Error e) {
      backend.close();
      throw e;
    }
  }

  private static ReadyEncoder ofWorkers(
      EncodeChoices choices, VideoFormat format, FirstContact workers, Console console)
      throws InterruptedException {
    console
        .err()
        .printf(
            "there is no %s on this machine; the first worker decides which one the film is made with%n",
            choices.encoder().id());
    EncoderIdentity identity;
    try {
      identity =
          workers.await(
              admits -> FirstJob.of(choices.encoder(), format, choices.settings(), admits));
    } catch (InterruptedException | RuntimeException | Error e) {
      workers.close();
      throw e;
    }
    return new ReadyEncoder(new FirstJob.Backend(identity), workers);
  }

  @Override
  public void close() {
    try (backend) {
      if (others != null) {
        others.close();
      }
    }
  }
}
