package org.rav1ebygop.protocol;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/// A list of workers that does not change.
record MemoryRoster(List<Entry> workers) implements Roster {
  /// One that is reached so, whose [Connector] the roster does not close.
  static Entry entry(String name, String password, Connector to) {
    return new Listed(name, password, to);
  }

  @Override
  public boolean look(Consumer<String> warnings) {
    return false;
  }

  @Override
  public String name() {
    return "the list";
  }

  private record Listed(String name, String password, Connector to) implements Entry {
    @Override
    public int slots() {
      return 1;
    }

    @Override
    public Connector connector() {
      return new Connector() {
        @Override
        public Carrier connect() throws IOException, InterruptedException {
          return to.connect();
        }
      };
    }
  }
}
