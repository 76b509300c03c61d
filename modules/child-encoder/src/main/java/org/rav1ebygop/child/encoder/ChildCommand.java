package org.rav1ebygop.child.encoder;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.child.process.LogQuote;
import org.rav1ebygop.y4m.Y4mHeader;

/// How to call an encoder for each GOP of a job. It is called so that it reads y4m from its
/// standard input, writes IVF to its standard output, a packet for each frame, and makes the first
/// frame a key frame and no other.
///
/// @param name of the encoder, as messages call it
/// @param line program and arguments
/// @param environment as [org.rav1ebygop.child.process.ProcessTree#start] takes it
/// @param format of the frames
/// @param lookahead frames after which it does not grow much any more when as many again are sent
/// @param quote finds the reason of a failure in what it says
public record ChildCommand(
    String name,
    List<String> line,
    Map<String, String> environment,
    VideoFormat format,
    int lookahead,
    LogQuote quote) {

  /// The line that comes before the first frame, newline included.
  public String header() {
    return Y4mHeader.format(format) + "\n";
  }

  /// A digest over the header and what else decides the bytes.
  ///
  /// @param meanings one line each
  public String fingerprint(List<String> meanings) {
    String settings = header() + String.join("\n", meanings);
    return Digests.sha256(settings.getBytes(StandardCharsets.UTF_8));
  }
}
