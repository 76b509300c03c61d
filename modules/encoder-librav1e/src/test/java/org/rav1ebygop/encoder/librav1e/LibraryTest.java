package org.rav1ebygop.encoder.librav1e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rav1ebygop.api.Availability;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.testkit.SyntheticFilm;

/// How a library is found, and what is said when it cannot be used.
class LibraryTest {
  @TempDir Path folder;

  @Test
  void tellsItsVersion() {
    assertTrue(Libraries.library().version().matches("0\\.\\d+\\.\\d+.*"));
  }

  @Test
  void aLibraryThatIsNotThereSaysWhatToInstall() {
    var nowhere = new LibraryFinder(null, List.of("libno-such-library.so"));
    var missing = assertThrows(GopException.class, () -> nowhere.find(null));
    assertEquals(GopException.Kind.ENVIRONMENT, missing.kind());
    assertTrue(missing.getMessage().contains("install librav1e"), missing.getMessage());
    assertEquals(1, missing.getMessage().lines().count());
  }

  @Test
  void theNamedLibraryGoesBeforeTheBundledOneAndThatBeforeTheSystems() {
    String name = Libraries.library().name();
    var finder = new LibraryFinder("/no/such/library", List.of("libno-such-library.so"));
    assertEquals(name, finder.find(name).name());
    var missing = assertThrows(GopException.class, () -> finder.find(null));
    assertTrue(missing.getMessage().contains("/no/such/library"), missing.getMessage());
  }

  @Test
  void aFileThatIsNoLibraryIsNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("text.so"), "no library");
    var reason =
        assertInstanceOf(
            Availability.Unavailable.class,
            new Librav1eBackendProvider()
                .availability(Options.NONE.with(Librav1eOptions.PATH, text.toString())));
    assertTrue(reason.reason().contains("text.so, which is no library"), reason.reason());
  }

  /// The library itself only says no.
  @Test
  void aRefusalNamesTheSettingThatItIsFor() {
    List<Setting> settings =
        List.of(
            Setting.of("width", 64),
            Setting.of("height", 64),
            Setting.of("key_frame_interval", Integer.MAX_VALUE),
            Setting.of("threads", 1));
    var refusal =
        assertThrows(
            GopException.class,
            () -> Configuration.context(Libraries.library(), settings, RatePass.ONLY));
    assertEquals(GopException.Kind.USAGE, refusal.kind());
    assertTrue(
        refusal.getMessage().endsWith("refuses 'key_frame_interval=2147483647'"),
        refusal.getMessage());
  }

  @Test
  void anUnknownKeyIsNamed() {
    var refusal =
        assertThrows(
            GopException.class,
            () ->
                Configuration.context(
                    Libraries.library(), List.of(new Setting("no_such_key", "1")), RatePass.ONLY));
    assertTrue(refusal.getMessage().contains("'no_such_key=1'"), refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "photon-noise, 8, --encoder rav1e has it",
    "film-grain-table, grain.tbl, --encoder rav1e has it",
    "isolate, maybe, true or false",
    "tune, ssim, psnr or psychovisual",
  })
  void optionThatCannotBeIsRefusedWithAReason(String name, String value, String words) {
    var settings = new EncoderSettings(10, 100, null, 1, Libraries.options().with(name, value));
    var format = SyntheticFilm.format(new FrameLayout(64, 64, ChromaSampling.CS420, 8));
    var refusal =
        assertThrows(
            GopException.class, () -> new Librav1eBackendProvider().open(format, settings).close());
    assertEquals(GopException.Kind.USAGE, refusal.kind());
    assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
  }
}
