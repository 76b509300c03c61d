package org.rav1ebygop.protocol.message;

import java.nio.ByteBuffer;
import java.util.Locale;

/// The bytes of each message: one byte for its kind, then its fields.
public final class MessageCodec {
  /// Bytes before the data of a frame and of a packet, and about those of anything else.
  private static final int FRAME_HEAD = 22;

  private static final int PACKET_HEAD = 17;
  private static final int OTHERS = 64;

  private MessageCodec() {}

  /// The bytes of a message, at most [Wire#MAX_MESSAGE] when it keeps to its limits. Texts that are
  /// too long lose their end.
  public static byte[] encode(Message message) {
    WireWriter out = new WireWriter(expectedBytes(message)).u8(kind(message));
    switch (message) {
      case Message.Hello m ->
          out.i32(Wire.MAGIC).u8(m.minVersion()).u8(m.maxVersion()).bytes(m.nonce());
      case Message.Challenge m -> {
        out.i32(Wire.MAGIC).u8(m.minVersion()).u8(m.maxVersion()).u8(m.version());
        out.bytes(m.nonce()).bytes(m.salt());
      }
      case Message.Proof m -> out.bytes(m.mac());
      case Message.Welcome m -> {
        out.bytes(m.mac()).line(m.software(), Wire.MAX_NAME).u16(m.slots());
        out.names(m.backends());
      }
      case Message.Job m -> {
        out.bytes(m.id()).line(m.software(), Wire.MAX_NAME);
        TermsCodec.write(out, m.terms());
        out.u16(m.slots()).names(m.codings()).i32(m.packetWindow()).i32(m.lastLease());
        out.list(m.held(), MessageCodec::writeHeld);
      }
      case Message.Ready m -> {
        TermsCodec.write(out, m.identity());
        out.names(m.codings()).u16(m.frameWindow());
        out.list(m.resumed(), MessageCodec::writeResumed);
      }
      case Message.Offer m -> out.i32(m.lease());
      case Message.Declined m -> out.i32(m.lease());
      case Message.Lease m -> writeLease(out, m);
      case Message.Frame m -> writePart(out.u8(m.coding()).i32(m.checksum()), m.part());
      case Message.EndOfFrames m -> out.i32(m.lease()).i32(m.frames());
      case Message.Credit m -> out.i32(m.lease()).i32(m.taken());
      case Message.Packet m -> writePart(out, m.part());
      case Message.Done m -> {
        out.i32(m.lease()).i32(m.frames()).i64(m.bytes()).bytes(m.sha256());
        TermsCodec.write(out, m.identity());
      }
      case Message.Confirm m -> out.i32(m.lease());
      case Message.Cancel m -> out.i32(m.lease()).line(m.reason(), Wire.MAX_TEXT);
      case Message.Unfinished m ->
          out.i32(m.lease()).line(m.reason(), Wire.MAX_TEXT).text(m.log(), Wire.MAX_LOG);
      case Message.Ping _, Message.Enquiry _ -> {}
      case Message.Goodbye m ->
          out.oneOf(EndReason.values(), m.reason()).line(m.text(), Wire.MAX_TEXT);
      case Message.Report m ->
          out.names(m.encoders())
              .u16(m.busy())
              .u16(m.clients())
              .u8(m.draining() ? 1 : 0)
              .f64(m.pixelRate());
    }
    return out.toArray();
  }

  /// The message of these bytes. The data of a part is a view of them, all else is copied.
  ///
  /// @param limit the longest message now
  /// @throws ProtocolException when it is longer, or anything in it is not as it should be
  public static Message decode(ByteBuffer bytes, int limit) throws ProtocolException {
    if (bytes.remaining() > limit) {
      throw new ProtocolException(
          EndReason.LIMIT,
          String.format(
              Locale.ROOT,
              "a message of %d bytes, where %d are allowed",
              bytes.remaining(),
              limit));
    }
    var in = new WireReader(bytes.slice());
    Message message = read(in);
    in.end();
    return message;
  }

  private static Message read(WireReader in) throws ProtocolException {
    int kind = in.u8();
    return switch (kind) {
      case 1 -> new Message.Hello(magic(in).u8(), in.u8(), in.bytes(Wire.NONCE));
      case 2 ->
          new Message.Challenge(
              magic(in).u8(), in.u8(), in.u8(), in.bytes(Wire.NONCE), in.bytes(Wire.SALT));
      case 3 -> new Message.Proof(in.bytes(Wire.MAC));
      case 4 ->
          new Message.Welcome(in.bytes(Wire.MAC), in.line(Wire.MAX_NAME), in.u16(), in.names());
      case 5 -> readJob(in);
      case 6 -> readReady(in);
      case 7 -> new Message.Offer(in.i32("offer", 0, Integer.MAX_VALUE));
      case 8 -> readLease(in);
      case 9 -> {
        int coding = in.u8();
        int checksum = in.i32();
        yield new Message.Frame(readPart(in), coding, checksum);
      }
      case 10 -> new Message.EndOfFrames(lease(in), in.i32("frames", 1, Wire.MAX_FRAMES));
      case 11 -> new Message.Credit(lease(in), in.i32("credit", 0, Wire.MAX_FRAMES));
      case 12 -> new Message.Packet(readPart(in));
      case 13 ->
          new Message.Done(
              lease(in),
              in.i32("frames", 0, Wire.MAX_FRAMES),
              in.i64("bytes", 0, Long.MAX_VALUE),
              in.bytes(Wire.DIGEST),
              TermsCodec.identity(in));
      case 14 -> new Message.Confirm(lease(in));
      case 15 -> new Message.Cancel(lease(in), in.line(Wire.MAX_TEXT));
      case 16 -> new Message.Failed(lease(in), in.line(Wire.MAX_TEXT), in.text(Wire.MAX_LOG));
      case 17 -> new Message.Ping();
      case 18 ->
          new Message.Goodbye(in.oneOf(EndReason.values(), "reason"), in.line(Wire.MAX_TEXT));
      case 19 -> new Message.Enquiry();
      case 20 ->
          new Message.Report(in.names(), in.u16(), in.u16(), in.flag(), in.f64("pixel rate"));
      case 21 -> new Message.Trouble(lease(in), in.line(Wire.MAX_TEXT), in.text(Wire.MAX_LOG));
      case 22 -> new Message.Declined(lease(in));
      default -> throw WireReader.malformed("no message is of kind " + kind);
    };
  }

  private static int kind(Message message) {
    return switch (message) {
      case Message.Hello _ -> 1;
      case Message.Challenge _ -> 2;
      case Message.Proof _ -> 3;
      case Message.Welcome _ -> 4;
      case Message.Job _ -> 5;
      case Message.Ready _ -> 6;
      case Message.Offer _ -> 7;
      case Message.Lease _ -> 8;
      case Message.Frame _ -> 9;
      case Message.EndOfFrames _ -> 10;
      case Message.Credit _ -> 11;
      case Message.Packet _ -> 12;
      case Message.Done _ -> 13;
      case Message.Confirm _ -> 14;
      case Message.Cancel _ -> 15;
      case Message.Failed _ -> 16;
      case Message.Ping _ -> 17;
      case Message.Goodbye _ -> 18;
      case Message.Enquiry _ -> 19;
      case Message.Report _ -> 20;
      case Message.Trouble _ -> 21;
      case Message.Declined _ -> 22;
    };
  }

  /// Exact where there is much to copy.
  private static int expectedBytes(Message message) {
    return switch (message) {
      case Message.Frame(Message.Part part, int _, int _) -> FRAME_HEAD + part.data().size();
      case Message.Packet(Message.Part part) -> PACKET_HEAD + part.data().size();
      case Message _ -> OTHERS;
    };
  }

  private static WireReader magic(WireReader in) throws ProtocolException {
    if (in.i32() != Wire.MAGIC) {
      throw WireReader.malformed("it is not of this protocol");
    }
    return in;
  }

  private static int lease(WireReader in) throws ProtocolException {
    return in.i32("lease", 1, Integer.MAX_VALUE);
  }

  private static Message.Job readJob(WireReader in) throws ProtocolException {
    return new Message.Job(
        in.bytes(Wire.JOB_ID),
        in.line(Wire.MAX_NAME),
        TermsCodec.read(in),
        in.u16("slots", 1, Wire.MAX_LEASES),
        in.names(),
        in.i32("packet window", 1, Integer.MAX_VALUE),
        in.i32("last lease", 0, Integer.MAX_VALUE - Wire.MAX_LEASES),
        in.list(
            Wire.MAX_LEASES,
            () -> new Message.Held(readLease(in), in.i32("packets", 0, Wire.MAX_FRAMES))));
  }

  private static Message.Ready readReady(WireReader in) throws ProtocolException {
    return new Message.Ready(
        TermsCodec.identity(in),
        in.names(),
        in.u16(),
        in.list(
            Wire.MAX_LEASES,
            () -> new Message.Resumed(lease(in), in.i32("frames", 0, Wire.MAX_FRAMES), in.flag())));
  }

  private static Message.Lease readLease(WireReader in) throws ProtocolException {
    return new Message.Lease(
        lease(in),
        in.i32("GOP", 0, Integer.MAX_VALUE),
        in.i32("attempt", 1, Integer.MAX_VALUE),
        in.i64("first frame", 0, Long.MAX_VALUE),
        in.i32("frame count", -1, Wire.MAX_FRAMES));
  }

  private static Message.Part readPart(WireReader in) throws ProtocolException {
    return new Message.Part(
        lease(in),
        in.i32("index", 0, Wire.MAX_FRAMES),
        in.i32("length", 1, (int) Wire.MAX_FRAME),
        in.i32("offset", 0, (int) Wire.MAX_FRAME),
        in.rest());
  }

  private static void writeHeld(WireWriter out, Message.Held held) {
    writeLease(out, held.lease());
    out.i32(held.packets());
  }

  private static void writeResumed(WireWriter out, Message.Resumed resumed) {
    out.i32(resumed.lease()).i32(resumed.frames()).u8(resumed.ended() ? 1 : 0);
  }

  private static void writeLease(WireWriter out, Message.Lease m) {
    out.i32(m.lease()).i32(m.gop()).i32(m.attempt()).i64(m.firstFrame()).i32(m.frameCount());
  }

  private static void writePart(WireWriter out, Message.Part part) {
    out.i32(part.lease()).i32(part.index()).i32(part.total()).i32(part.offset());
    out.bytes(part.data());
  }
}
