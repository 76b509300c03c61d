package org.rav1ebygop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.rvesse.airline.SingleCommand;
import com.github.rvesse.airline.model.CommandMetadata;
import com.github.rvesse.airline.model.OptionMetadata;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @ParameterizedTest
  @ValueSource(
      classes = {
        EncodeCommand.class,
        KeyframesCommand.class,
        PluginsCommand.class,
        VerifyCommand.class,
        WorkersCommand.class
      })
  void everyOptionIsListedWithAllItsNames(Class<?> type) {
    CommandMetadata command = SingleCommand.singleCommand(type).getCommandMetadata();
    String text = new Usage(command).text();
    for (OptionMetadata option : command.getAllOptions()) {
      String names = String.join(", ", option.getOptions());
      assertTrue(
          text.lines().anyMatch(line -> line.strip().startsWith(names)), () -> names + "\n" + text);
      assertFalse(option.getDescription().isBlank(), names);
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        EncodeCommand.class,
        KeyframesCommand.class,
        PluginsCommand.class,
        VerifyCommand.class,
        WorkersCommand.class
      })
  void noLineIsWiderThanAWindow(Class<?> type) {
    text(type).lines().forEach(line -> assertTrue(line.length() <= 100, line));
  }

  @Test
  void headingsComeOnceAndInTheOrderOfTheOptions() {
    List<String> headings =
        text(EncodeCommand.class).lines().filter(line -> line.matches("[A-Z][a-z ]+:")).toList();
    assertEquals(
        List.of(
            "Input and output:",
            "Encoder settings:",
            "Keyframes:",
            "Threads and memory:",
            "Verification:",
            "Messages:",
            "Plugins:",
            "Help:"),
        headings);
  }

  /// What the code does without an option is what the help says.
  @Test
  void defaultsAreThoseThatAreTold() {
    String text = text(EncodeCommand.class).replaceAll("\\s+", " ");
    var command = new EncodeCommand();
    for (String told :
        List.of(
            "10 is fastest (default: " + command.encoding.speed + ")",
            "larger files (default: " + command.encoding.quantizer + ")",
            "costs quality (default: " + command.encoding.tiles + ")",
            "Fewest frames in a GOP (default: " + KeyframeOptions.MIN_KEYINT + ";",
            "Most frames in a GOP (default: " + KeyframeOptions.KEYINT + ";",
            "Encoder backend (default: " + command.encoding.encoder + ")",
            "see --keyframes (default: " + KeyframeOptions.SPLITTER + ")",
            "unlimited (default: " + command.memory + ")",
            "before it is skipped (default: " + command.maxTries + ")")) {
      assertTrue(text.contains(told), told);
    }
  }

  @Test
  void noTwoOptionsShareAName() {
    var names = new ArrayList<String>();
    SingleCommand.singleCommand(EncodeCommand.class)
        .getCommandMetadata()
        .getAllOptions()
        .forEach(option -> names.addAll(option.getOptions()));
    assertEquals(new HashSet<>(names).size(), names.size(), names::toString);
  }

  private static String text(Class<?> type) {
    return new Usage(SingleCommand.singleCommand(type).getCommandMetadata()).text();
  }
}
