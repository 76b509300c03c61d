package org.rav1ebygop.protocol.message;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.ChromaPosition;
import org.rav1ebygop.api.ChromaSampling;
import org.rav1ebygop.api.ColorDescription;
import org.rav1ebygop.api.ColorPrimaries;
import org.rav1ebygop.api.ContentLight;
import org.rav1ebygop.api.EncoderIdentity;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.MasteringDisplay;
import org.rav1ebygop.api.MasteringDisplay.Chromaticity;
import org.rav1ebygop.api.MatrixCoefficients;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.PixelRange;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.api.TransferCharacteristics;
import org.rav1ebygop.api.VideoFormat;

/// One message of each kind, or several.
public final class Messages {
  /// Bytes of data of the parts.
  static final int DATA = 5;

  private static final EncoderIdentity IDENTITY =
      new EncoderIdentity("rav1e", "0.7.1", "ab".repeat(32));

  private static final Message.Lease LEASE = new Message.Lease(3, 14, 2, 240, -1);

  private static final VideoFormat HDR =
      new VideoFormat(
          new FrameLayout(1920, 1080, ChromaSampling.CS422, 10),
          new Rational(24_000, 1001),
          new Rational(1, 1),
          ChromaPosition.VERTICAL,
          new ColorDescription(
              PixelRange.LIMITED,
              ColorPrimaries.BT2020,
              TransferCharacteristics.SMPTE2084,
              MatrixCoefficients.BT2020NCL,
              new MasteringDisplay(
                  new Chromaticity(0.68, 0.32),
                  new Chromaticity(0.265, 0.69),
                  new Chromaticity(0.15, 0.06),
                  new Chromaticity(0.3127, 0.329),
                  1000,
                  0.005),
              new ContentLight(1000, 400)));

  /// All of them.
  public static final List<Message> ALL =
      List.of(
          new Message.Hello(1, 3, bytes(Wire.NONCE)),
          new Message.Challenge(1, 2, 1, bytes(Wire.NONCE), bytes(Wire.SALT)),
          new Message.Proof(bytes(Wire.MAC)),
          new Message.Welcome(bytes(Wire.MAC), "rav1e-by-gop 1", 16, List.of("rav1e", "svt-av1")),
          job(HDR, Options.of(Map.of("tune", "psnr")), 2500),
          job(
              new VideoFormat(
                  new FrameLayout(64, 48, ChromaSampling.CS420, 8),
                  new Rational(25, 1),
                  HDR.sampleAspectRatio(),
                  ChromaPosition.UNKNOWN,
                  ColorDescription.UNSPECIFIED),
              Options.NONE,
              null),
          new Message.Ready(IDENTITY, List.of("a"), 8, List.of(new Message.Resumed(3, 9, true))),
          new Message.Offer(17),
          new Message.Declined(4),
          LEASE,
          new Message.Frame(part(), 1, 0xdeadbeef),
          new Message.EndOfFrames(3, 77),
          new Message.Credit(3, 12),
          new Message.Packet(part()),
          new Message.Done(3, 77, 1_234_567_890_123L, bytes(Wire.DIGEST), IDENTITY),
          new Message.Confirm(3),
          new Message.Cancel(3, "the film is complete"),
          new Message.Failed(3, "the encoder ended with 1", "line\nline"),
          new Message.Trouble(3, "no space is left", "line\nline"),
          new Message.Ping(),
          new Message.Enquiry(),
          new Message.Report(List.of("rav1e 0.7.1"), 3, 2, true, 1.25e6),
          new Message.Goodbye(EndReason.DRAINED, ""));

  private Messages() {}

  private static Message.Job job(VideoFormat format, Options options, @Nullable Integer bitrate) {
    var settings = new EncoderSettings(6, 100, bitrate, 4, options);
    return new Message.Job(
        bytes(Wire.JOB_ID),
        "rav1e-by-gop 1",
        new Message.Terms("rav1e", format, settings),
        32,
        List.of("a", "b"),
        1 << 20,
        12,
        List.of(new Message.Held(LEASE, 5)));
  }

  private static Message.Part part() {
    return new Message.Part(3, 8, 1_000_000, 999_000, bytes(DATA));
  }

  private static Bytes bytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (7 * i + 1);
    }
    return Bytes.of(bytes);
  }
}
