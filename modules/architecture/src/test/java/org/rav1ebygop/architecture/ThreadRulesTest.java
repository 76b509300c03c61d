package org.rav1ebygop.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.module.ModuleReference;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// A thread that nobody supervises may fail without anybody noticing.
class ThreadRulesTest {
  private static final Set<String> MAKERS =
      Set.of(
          "java/lang/Thread.ofPlatform",
          "java/lang/Thread.ofVirtual",
          "java/lang/Thread.startVirtualThread",
          "java/lang/Thread.<init>",
          "java/util/Timer.<init>",
          "java/util/concurrent/CompletableFuture.delayedExecutor",
          "java/util/concurrent/CompletableFuture.runAsync",
          "java/util/concurrent/CompletableFuture.supplyAsync",
          "java/util/concurrent/Executors.newCachedThreadPool",
          "java/util/concurrent/Executors.newFixedThreadPool",
          "java/util/concurrent/Executors.newScheduledThreadPool",
          "java/util/concurrent/Executors.newSingleThreadExecutor",
          "java/util/concurrent/Executors.newSingleThreadScheduledExecutor",
          "java/util/concurrent/Executors.newVirtualThreadPerTaskExecutor");

  /// Those whose task catches whatever it fails with and hands it to who waits for it, and those
  /// that read or feed a process until it ends, which it notices itself. None may be added.
  private static final Set<String> OWN =
      Set.of(
          "child/encoder/ChildEncoder",
          "child/process/LogDrain",
          "child/process/ShortRun",
          "decoder/dav1d/Complaints",
          "decoder/dav1d/Watchdog",
          "encoder/librav1e/InProcessEncoder",
          "engine/JobThreads",
          "engine/lease/Detached",
          "engine/lease/Watchdog",
          "engine/resources/ResourceWatch",
          "engine/splitting/Scouting",
          "protocol/RemoteLease",
          "protocol/RemoteSlots",
          "protocol/ServedLease",
          "transport/local/LeasedEncode",
          "transport/local/LocalTransport");

  @Test
  void threadsAreStartedInTheBackgroundModule() {
    Set<String> found = new TreeSet<>();
    for (ModuleReference module : Modules.all()) {
      if (!Modules.shortName(module).endsWith("testkit")) {
        Modules.classes(module).stream()
            .filter(ThreadRulesTest::makesThreads)
            .forEach(type -> found.add(name(type)));
      }
    }
    assertTrue(found.remove("background/BackgroundTasks"), "the rule finds nothing");
    found.removeAll(OWN);
    assertEquals(Set.of(), found);
  }

  private static boolean makesThreads(ClassModel type) {
    for (PoolEntry entry : type.constantPool()) {
      if (entry instanceof MemberRefEntry member
          && MAKERS.contains(member.owner().asInternalName() + "." + member.name().stringValue())) {
        return true;
      }
    }
    return false;
  }

  /// That of the outermost class, without what is common to all.
  private static String name(ClassModel type) {
    return type.thisClass()
        .asInternalName()
        .substring(Modules.OURS.length())
        .replaceFirst("[$].*", "");
  }
}
