package org.rav1ebygop.protocol.message;

/// Numbers that both sides agree on. Lengths in bytes.
public final class Wire {
  /// `RBGP`, the first bytes of the first message of either side.
  public static final int MAGIC = 0x52424750;

  /// The lowest version spoken here.
  public static final int MIN_VERSION = 1;

  /// The highest version spoken here.
  public static final int MAX_VERSION = 2;

  /// The longest message.
  public static final int MAX_MESSAGE = 1 << 20;

  /// The longest message before both passwords are proven.
  public static final int MAX_HANDSHAKE = 512;

  /// Data of a piece of a frame or packet, when it is not the last piece.
  public static final int MAX_PART = MAX_MESSAGE - 64;

  /// The longest raw frame.
  public static final long MAX_FRAME = 256 << 20;

  /// Leases a client may have open, and lists may name.
  public static final int MAX_LEASES = 1024;

  /// Frames that may be under way in a lease.
  public static final int MAX_WINDOW = 64;

  /// Packets of a GOP.
  public static final int MAX_FRAMES = 1 << 24;

  /// Codings, backends, and options of a job.
  public static final int MAX_LIST = 64;

  /// The longest name: of a backend, a coding, an option, a software.
  public static final int MAX_NAME = 128;

  /// The longest text: a reason, the value of an option.
  public static final int MAX_TEXT = 1024;

  /// The longest log of an encoder.
  public static final int MAX_LOG = 32_768;

  /// Of a nonce.
  public static final int NONCE = 32;

  /// Of a salt.
  public static final int SALT = 16;

  /// Of a proof, HMAC-SHA-256.
  public static final int MAC = 32;

  /// Of a SHA-256 digest.
  public static final int DIGEST = 32;

  /// Of the name of a job.
  public static final int JOB_ID = 16;

  private Wire() {}

  /// The longest packet made of frames of so many bytes: a lossless picture is hardly longer than
  /// the raw one, and its headers are short.
  public static long maxPacket(long frameBytes) {
    return Math.min(MAX_FRAME, frameBytes + frameBytes / 8 + 65_536);
  }
}
