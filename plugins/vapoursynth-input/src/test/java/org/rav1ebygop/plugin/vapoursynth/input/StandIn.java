package org.rav1ebygop.plugin.vapoursynth.input;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;
import org.rav1ebygop.testkit.SyntheticFilm;

/// A program in the place of vspipe, and scripts for it.
final class StandIn {
  private StandIn() {}

  /// The program.
  static Path vspipe() {
    try (InputStream text = StandIn.class.getResourceAsStream("vspipe.sh")) {
      Path program = Files.createTempFile("vspipe", "");
      Files.write(program, Objects.requireNonNull(text).readAllBytes());
      if (!program.toFile().setExecutable(true)) {
        throw new IOException("cannot make " + program + " executable");
      }
      program.toFile().deleteOnExit();
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A script that outputs a film of 4:2:0 and 8 bits.
  ///
  /// @param lines what else is in it
  static byte[] script(SyntheticFilm film, String... lines) {
    String text = "import vapoursynth\n# y4m " + Base64.getEncoder().encodeToString(y4m(film));
    return (text + "\n" + String.join("\n", lines) + "\n").getBytes(UTF_8);
  }

  private static byte[] y4m(SyntheticFilm film) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes("YUV4MPEG2 C420jpeg W48 H32 F25:1 Ip A0:0 XLENGTH=7\n".getBytes(ISO_8859_1));
    for (long i = 0; i < film.frameCount(); i++) {
      bytes.writeBytes("FRAME\n".getBytes(ISO_8859_1));
      bytes.writeBytes(film.frame(i).data().toArray(ValueLayout.JAVA_BYTE));
    }
    return bytes.toByteArray();
  }
}
