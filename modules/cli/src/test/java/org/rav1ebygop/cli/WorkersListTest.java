package org.rav1ebygop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.api.spi.WorkerInfo;

class WorkersListTest {
  private static final List<WorkerInfo> WORKERS =
      List.of(
          new WorkerInfo(
              "box",
              "",
              "rav1e-by-gop 1",
              List.of("rav1e 0.7.1 at /usr/bin/rav1e", "librav1e 0.7.1"),
              16,
              3,
              2,
              20_736_000),
          new WorkerInfo("new", "", "rav1e-by-gop 1", List.of("rav1e 0.7.1"), 4, 0, 0, 0),
          WorkerInfo.absent("cellar-machine", "connection refused"));

  @Test
  void theTableIsAlignedAndAddsUp() {
    assertEquals(
        """
        worker          slots  busy  clients  Mpx/s  encoders
        box                16     3        2   20.7  rav1e 0.7.1, librav1e 0.7.1
        new                 4     0        0      -  rav1e 0.7.1
        cellar-machine      -     -        -      -  connection refused
        2 of 3 workers can be used: 20 slots, 17 of them free\
        """,
        String.join("\n", WorkersList.lines(WORKERS)));
  }

  @Test
  void fewAndNone() {
    assertEquals(List.of("no worker is there"), WorkersList.lines(List.of()));
    assertEquals("0 of 1 worker can be used", WorkersList.lines(List.of(WORKERS.get(2))).getLast());
  }

  @Test
  void programsGetEverything() {
    assertEquals(
        """
        {"workers":[\
        {"worker":"new","usable":true,"trouble":"","software":"rav1e-by-gop 1",\
        "encoders":["rav1e 0.7.1"],"slots":4,"busy":0,"clients":0,"pixelRate":0},\
        {"worker":"cellar-machine","usable":false,"trouble":"connection refused","software":"",\
        "encoders":[],"slots":0,"busy":0,"clients":0,"pixelRate":0}],"slots":4,"busy":0}\
        """,
        WorkersList.json(WORKERS.subList(1, 3)));
  }
}
