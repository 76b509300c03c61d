package org.rav1ebygop.child.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChildEnvironmentTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SERVER_PASSWORD",
        "SERVER_PASSWORD_FILE",
        "TLS_KEY_PATH",
        "AWS_SECRET_ACCESS_KEY",
        "SSH_AUTH_SOCK",
        "NATS_PASSWORD",
        "LD_DEBUG"
      })
  void secretsStayHere(String name) {
    assertEquals(Map.of("PATH", "/bin"), restricted(Map.of("PATH", "/bin", name, "x")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PATH", "HOME", "TMPDIR", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONPATH"})
  void whatProgramsNeedIsHandedOn(String name) {
    assertEquals(Map.of(name, "x"), restricted(Map.of(name, "x")));
  }

  @Test
  void theUserNamesFurtherOnes() {
    assertEquals(
        Map.of("LICENCE", "1", "KEY", "2"),
        restricted(
            Map.of(ChildEnvironment.PASS, "LICENCE, KEY,,", "LICENCE", "1", "KEY", "2", "C", "3")));
  }

  @ParameterizedTest
  @CsvSource({"'',/a", "/b,/a:/b", "':',/a", "'/b::/c:',/a:/b:/c", "':/b',/a:/b"})
  void aSearchPathHasNoEmptyElement(String known, String expected) {
    assertEquals(expected, ChildEnvironment.prepend("/a", known));
  }

  private static Map<String, String> restricted(Map<String, String> variables) {
    var environment = new HashMap<>(variables);
    ChildEnvironment.restrict(environment);
    return environment;
  }
}
