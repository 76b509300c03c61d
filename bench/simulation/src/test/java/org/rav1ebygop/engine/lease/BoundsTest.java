package org.rav1ebygop.engine.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class BoundsTest {
  private static final Film FILM =
      new Film(
          List.of(new Film.Part(10, 0.5), new Film.Part(30, 0.5)),
          new Film.Costs(0, 1, 0, 0, 20, 8));

  @Test
  void theGreatestBoundBinds() {
    assertEquals(new Bounds(22, 2, 0, 16), Bounds.of(FILM, Farm.local(1)));
    assertEquals("work", Bounds.of(FILM, Farm.local(1)).binding());
    assertEquals("longest GOP", Bounds.of(FILM, Farm.local(4)).binding());
    var workers = Farm.workers(4, Farm.Machine.steady("worker", 2, 1), 10);
    assertEquals(new Bounds(5.5, 2, 32, 16), Bounds.of(FILM, workers));
    assertEquals("network", Bounds.of(FILM, workers).binding());
  }
}
