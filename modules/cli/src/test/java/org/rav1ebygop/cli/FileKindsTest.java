package org.rav1ebygop.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.engine.files.FileKind;
import org.rav1ebygop.engine.files.WrittenFile;

/// What is written for the user only replaces its own kind, whatever else there is.
class FileKindsTest {
  private static final Map<FileKind, String> OWN =
      Map.of(
          JsonFile.KIND, "{\"event\":\"start\",\"schema\":1}\n",
          FilmMetrics.KIND,
              "what,gop,first_frame,frames,psnr_y,psnr_u,psnr_v,psnr_all,ssim_y,ssim_u,ssim_v,ssim_all\n",
          KeyframesJson.KIND, "{\"scene_changes\": [0], \"frame_count\": 1}\n",
          KeyframesPlot.KIND,
              "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>Keyframes of film</title>");

  /// None of them is one that we write, though some look like it.
  private static final List<String> FOREIGN =
      List.of(
          "DKIF\0\0 \0AV01precious",
          "\022\0\012\001precious",
          "YUV4MPEG2 W64 H48 F24:1\nFRAME\n",
          "Dear all,\n",
          "{\"event\":\"stored\"}\n",
          "{\"scenes\": []}",
          "what,ever\n",
          "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>A dog</title></svg>",
          " ",
          "\n");

  @TempDir Path folder;

  @Test
  void aFileOfItsOwnKindIsReplacedAndOneOfAnotherIsNot() throws IOException {
    for (FileKind kind : OWN.keySet()) {
      for (Map.Entry<FileKind, String> content : OWN.entrySet()) {
        expect(content.getKey().equals(kind), kind, content.getValue());
      }
      for (String content : FOREIGN) {
        expect(false, kind, content);
      }
      expect(true, kind, "");
    }
  }

  private void expect(boolean replaced, FileKind kind, String content) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), content, US_ASCII);
    if (replaced) {
      assertFalse(WrittenFile.of(file, "--option", kind).isStream());
    } else {
      GopException refusal =
          assertThrows(
              GopException.class,
              () -> WrittenFile.of(file, "--option", kind),
              () -> kind.name() + ": " + content);
      assertEquals(GopException.Kind.USAGE, refusal.kind());
      assertTrue(
          refusal.getMessage().startsWith(file + " holds something other than " + kind.name()));
    }
    assertEquals(content, Files.readString(file, US_ASCII));
  }
}
