package org.rav1ebygop.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private final Backlog backlog = new Backlog(10, lines -> ("-" + lines).getBytes(US_ASCII));

  @Test
  void linesComeOutAsTheyWentIn() {
    add("one", "two", "four");
    assertEquals(List.of("one", "two", "four"), taken());
    assertTrue(backlog.isEmpty());
  }

  @Test
  void whatIsTooMuchIsCountedWhereItWouldHaveBeen() {
    add("one", "two", "three", "four");
    assertEquals(List.of("-2", "three", "four"), taken());
    add("five");
    assertEquals(List.of("five"), taken());
  }

  @Test
  void theNewestLineIsKeptHoweverLongItIs() {
    add("one", "far too long for the limit");
    assertEquals(List.of("-1", "far too long for the limit"), taken());
  }

  @Test
  void whatWasTakenGivesRoom() {
    for (int i = 0; i < 100; i++) {
      add("ten bytes!");
      assertEquals(List.of("ten bytes!"), taken());
    }
  }

  @Test
  void whatIsForgottenIsNotCountedEither() {
    add("one", "two", "three", "four");
    backlog.clear();
    assertEquals(List.of(), taken());
  }

  private void add(String... lines) {
    for (String line : lines) {
      backlog.add(line.getBytes(US_ASCII));
    }
  }

  private List<String> taken() {
    var lines = new ArrayList<String>();
    for (byte[] line = backlog.poll(); line != null; line = backlog.poll()) {
      lines.add(new String(line, US_ASCII));
    }
    return lines;
  }
}
