package org.rav1ebygop.protocol.message;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads the fields of a message and checks each against its range before it is used.
final class WireReader {
  private final ByteBuffer in;

  WireReader(ByteBuffer in) {
    this.in = in;
  }

  /// Reads an item of a list.
  interface Item<T> {
    T read() throws ProtocolException;
  }

  int u8() throws ProtocolException {
    return need(1).get() & 0xff;
  }

  int u16() throws ProtocolException {
    return need(2).getShort() & 0xffff;
  }

  int u16(String what, int min, int max) throws ProtocolException {
    return (int) range(what, u16(), min, max);
  }

  int i32() throws ProtocolException {
    return need(4).getInt();
  }

  int i32(String what, int min, int max) throws ProtocolException {
    return (int) range(what, i32(), min, max);
  }

  int u8(String what, int min, int max) throws ProtocolException {
    return (int) range(what, u8(), min, max);
  }

  long i64(String what, long min, long max) throws ProtocolException {
    return range(what, need(8).getLong(), min, max);
  }

  double f64(String what) throws ProtocolException {
    double value = need(8).getDouble();
    if (!(value >= 0 && value < Float.MAX_VALUE)) {
      throw malformed(what + " is " + value);
    }
    return value;
  }

  boolean flag() throws ProtocolException {
    return u8("a flag", 0, 1) == 1;
  }

  Bytes bytes(int length) throws ProtocolException {
    ByteBuffer from = need(length);
    byte[] copy = new byte[length];
    from.get(copy);
    return Bytes.of(copy);
  }

  /// All that is left, not copied.
  Bytes rest() {
    Bytes view = Bytes.of(MemorySegment.ofBuffer(in));
    in.position(in.limit());
    return view;
  }

  String text(int limit) throws ProtocolException {
    int length = u16();
    range("length of a text", length, 0, limit);
    ByteBuffer utf8 = need(length).slice(in.position(), length);
    in.position(in.position() + length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException _) {
      throw malformed("a text is no UTF-8");
    }
  }

  /// One that is shown to users or compared: printable, on one line.
  String line(int limit) throws ProtocolException {
    String text = text(limit);
    if (text.codePoints().anyMatch(Character::isISOControl)) {
      throw malformed("a line has control characters");
    }
    return text;
  }

  List<String> names() throws ProtocolException {
    return list(Wire.MAX_LIST, () -> line(Wire.MAX_NAME));
  }

  <T> List<T> list(int limit, Item<T> item) throws ProtocolException {
    int count = (int) range("length of a list", u16(), 0, limit);
    var items = new ArrayList<T>();
    for (int i = 0; i < count; i++) {
      items.add(item.read());
    }
    return List.copyOf(items);
  }

  <T> T oneOf(T[] values, String what) throws ProtocolException {
    return values[u8(what, 0, values.length - 1)];
  }

  void end() throws ProtocolException {
    if (in.hasRemaining()) {
      throw malformed(in.remaining() + " bytes after its end");
    }
  }

  static ProtocolException malformed(String message) {
    return new ProtocolException(EndReason.MALFORMED, message);
  }

  private static long range(String what, long value, long min, long max) throws ProtocolException {
    if (value < min || value > max) {
      throw malformed(String.format(Locale.ROOT, "%s is %d, not %d to %d", what, value, min, max));
    }
    return value;
  }

  private ByteBuffer need(int bytes) throws ProtocolException {
    if (in.remaining() < bytes) {
      throw malformed("it ends early");
    }
    return in;
  }
}
