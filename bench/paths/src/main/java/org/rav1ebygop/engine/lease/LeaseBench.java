package org.rav1ebygop.engine.lease;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.KeyframeDecision;
import org.rav1ebygop.api.spi.Lease;
import org.rav1ebygop.api.spi.LeaseEnd;
import org.rav1ebygop.api.spi.Slot;
import org.rav1ebygop.engine.frames.SeekableSupply;
import org.rav1ebygop.engine.plan.FilmPlan;
import org.rav1ebygop.engine.proof.GopProof;
import org.rav1ebygop.engine.store.FrameSums;
import org.rav1ebygop.engine.store.GopStore;
import org.rav1ebygop.engine.store.JobRecord;
import org.rav1ebygop.testkit.RecordedEncoder;
import org.rav1ebygop.testkit.SyntheticFilm;

/// A slot gives its lease back and gets another one, while all slots have one and as many GOPs
/// wait; beside the file that is made and deleted for each lease.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(jvmArgsAppend = "-Xmx3g")
public class LeaseBench {
  private static final int GOP_FRAMES = 2;
  private static final GopException REASON = GopException.encoder("the slot is needed", null);

  /// That have a lease.
  @Param({"1", "64", "4096"})
  public int slots;

  private final FilmPlan plan = new FilmPlan();
  private final List<Lease> leases = new ArrayList<>();
  private Path directory = Path.of("");
  private GopStore store;
  private LeaseTable table;
  private int next;

  @Setup
  public void lease() throws IOException, InterruptedException {
    directory = Files.createTempDirectory("bench");
    int frames = 2 * slots * GOP_FRAMES;
    var job = new JobRecord(new TreeMap<>());
    store =
        GopStore.open(
            directory.resolve("state"),
            new GopStore.Work(job, RecordedEncoder.FORMAT, FrameSums.none()),
            _ -> {});
    var supply = new SeekableSupply(new SyntheticFilm(RecordedEncoder.FORMAT, frames), frames);
    table =
        new LeaseTable(
            new LeaseTable.Work(plan, supply, store, System::nanoTime),
            new LeaseTable.Policy(1, false, GopProof.STRUCTURE, GopProof.STRUCTURE),
            () -> RecordedEncoder.IDENTITY,
            _ -> {});
    for (int i = 0; i < frames; i++) {
      plan.decide(new KeyframeDecision(i, i % GOP_FRAMES == 0, 0));
      if (i % GOP_FRAMES == 0) {
        table.opened(plan.gopCount() - 1);
      }
      table.extended(i);
    }
    plan.end();
    table.planned();
    for (int i = 0; i < slots; i++) {
      leases.add(table.take(slot(i)));
    }
  }

  @TearDown
  public void close() {
    table.abort(REASON);
    store.close();
    GopStore.delete(directory.resolve("state"));
    directory.toFile().deleteOnExit();
  }

  @Benchmark
  public void limitFile() throws IOException {
    Path file = directory.resolve("file");
    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
    Files.delete(file);
  }

  @Benchmark
  public Lease giveBackAndTake() throws InterruptedException {
    next = (next + 1) % slots;
    var lease = (GopLease) leases.get(next);
    lease.revoke(new LeaseEnd.GivenBack("the slot is needed"), () -> true);
    lease.end(LeaseEnd.failed(REASON, ""));
    Lease taken = table.take(slot(next));
    leases.set(next, taken);
    return taken;
  }

  private static Slot slot(int index) {
    return new Slot(Slot.LOCAL, index + 1);
  }
}
