package org.rav1ebygop.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.spi.EncodeJob;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.Leases;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.WorkerListener;
import org.rav1ebygop.background.BackgroundTasks;

/// A transport that runs before there is a job, because only its first worker can tell which
/// encoder the film is made with. Slots wait until the job begins.
final class FirstContact implements Transport {
  private final Transport transport;
  private final Console console;
  private final CompletableFuture<EncoderIdentity> identity = new CompletableFuture<>();
  private final CompletableFuture<Leases> begun = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

  @GuardedBy("this")
  private final Map<String, Integer> present = new LinkedHashMap<>();

  @GuardedBy("this")
  private @Nullable WorkerListener listener;

  /// @param transport not run yet
  /// @param console told of workers that are not there
  FirstContact(Transport transport, Console console) {
    this.transport = transport;
    this.console = console;
  }

  /// Waits for the first worker.
  ///
  /// @param terms makes what workers are told, of whom to admit
  /// @throws GopException when there never will be one
  EncoderIdentity await(Function<Predicate<EncoderIdentity>, EncodeJob> terms)
      throws InterruptedException {
    EncodeJob job = terms.apply(this::admit);
    new BackgroundTasks().start("first contact", () -> converse(job));
    try {
      return identity.get();
    } catch (ExecutionException e) {
      throw cause(e);
    }
  }

  /// The job begins.
  @Override
  public void run(EncodeJob job, Leases leases, WorkerListener told) throws InterruptedException {
    synchronized (this) {
      listener = told;
      present.forEach(told::joined);
    }
    begun.complete(leases);
    try {
      ended.get();
    } catch (ExecutionException e) {
      throw cause(e);
    }
  }

  @Override
  public void close() {
    transport.close();
    begun.complete(new NoLeases());
  }

  private void converse(EncodeJob job) {
    try {
      transport.run(job, new LaterLeases(), new FirstListener());
      identity.completeExceptionally(GopException.environment("no worker is there", null));
      ended.complete(null);
    } catch (InterruptedException | RuntimeException | Error e) {
      identity.completeExceptionally(e);
      ended.completeExceptionally(e);
    }
  }

  private boolean admit(EncoderIdentity found) {
    identity.complete(found);
    return found.equals(identity.join());
  }

  private static RuntimeException cause(ExecutionException e) {
    return e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e);
  }

  private final class LaterLeases implements Leases {
    @Override
    public @Nullable Lease take(Slot slot) throws InterruptedException {
      try {
        return begun.get().take(slot);
      } catch (ExecutionException e) {
        throw cause(e);
      }
    }

    @Override
    public boolean over() {
      return begun.isDone() && begun.join().over();
    }

    @Override
    public int waiting() {
      return begun.isDone() ? begun.join().waiting() : 0;
    }
  }

  private static final class NoLeases implements Leases {
    @Override
    public @Nullable Lease take(Slot slot) {
      return null;
    }

    @Override
    public boolean over() {
      return true;
    }
  }

  private final class FirstListener implements WorkerListener {
    @Override
    public void joined(String worker, int slots) {
      synchronized (FirstContact.this) {
        present.put(worker, slots);
        if (listener != null) {
          listener.joined(worker, slots);
        }
      }
    }

    @Override
    public void left(String worker, String reason) {
      synchronized (FirstContact.this) {
        present.remove(worker);
        if (listener != null) {
          listener.left(worker, reason);
        } else {
          console.warn("worker %s cannot be used: %s".formatted(worker, reason));
        }
      }
    }

    @Override
    public void warning(String message) {
      synchronized (FirstContact.this) {
        if (listener != null) {
          listener.warning(message);
        } else {
          console.warn(message);
        }
      }
    }

    @Override
    public void traffic(String worker, long sent, long received) {
      synchronized (FirstContact.this) {
        if (listener != null) {
          listener.traffic(worker, sent, received);
        }
      }
    }
  }
}
