package org.rav1ebygop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.rvesse.airline.SingleCommand;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Options that name a file, so that none that writes one is added without the rule of
/// [org.rav1ebygop.engine.files.WrittenFile].
class FileOptionsTest {
  private static final Set<String> WRITTEN =
      Set.of(
          "rav1e-by-gop --json",
          "rav1e-by-gop --metrics",
          "rav1e-by-gop --output",
          "keyframes --json",
          "keyframes --plot");

  private static final Set<String> READ =
      Set.of(
          "rav1e-by-gop --film-grain-table",
          "rav1e-by-gop --keyframes",
          "rav1e-by-gop --workers",
          "keyframes --keyframes",
          "workers --workers");

  @Test
  void everyOptionThatNamesAFileIsKnown() {
    var known = new TreeSet<>(WRITTEN);
    known.addAll(READ);
    var found = new TreeSet<String>();
    for (Class<? extends CliCommand> type :
        List.of(
            EncodeCommand.class,
            KeyframesCommand.class,
            PluginsCommand.class,
            VerifyCommand.class,
            WorkersCommand.class)) {
      var command = SingleCommand.singleCommand(type).getCommandMetadata();
      command.getAllOptions().stream()
          .filter(option -> option.getTitle(0).contains("file"))
          .forEach(option ->
              found.add(
                  command.getName()
                      + " "
                      + option.getOptions().stream()
                          .filter(o -> o.startsWith("--"))
                          .findFirst()
                          .orElseThrow()));
    }
    assertEquals(known, found);
  }
}
