package org.rav1ebygop.protocol.message;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/// Writes the fields of a message, numbers big-endian.
final class WireWriter {
  private static final Pattern CONTROL =
      Pattern.compile("\\p{Cntrl}", Pattern.UNICODE_CHARACTER_CLASS);

  private byte[] out;
  private int size;

  /// @param expected how many bytes it will be: others are right as well, and copied once more
  WireWriter(int expected) {
    out = new byte[expected];
  }

  WireWriter u8(int value) {
    reserve(1);
    out[size++] = (byte) value;
    return this;
  }

  WireWriter u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  WireWriter i32(int value) {
    return u16(value >>> 16).u16(value);
  }

  WireWriter i64(long value) {
    return i32((int) (value >>> 32)).i32((int) value);
  }

  WireWriter f64(double value) {
    return i64(Double.doubleToRawLongBits(value));
  }

  WireWriter bytes(Bytes value) {
    int length = value.size();
    reserve(length);
    MemorySegment.copy(value.segment(), ValueLayout.JAVA_BYTE, 0, out, size, length);
    size += length;
    return this;
  }

  /// Text that is too long loses its end.
  WireWriter text(String value, int limit) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    int length = utf8.length;
    if (length > limit) {
      length = limit;
      while ((utf8[length] & 0xc0) == 0x80) {
        length--;
      }
    }
    return u16(length).bytes(Bytes.of(utf8).slice(0, length));
  }

  /// Text on one line, which takes care of what others put into messages.
  WireWriter line(String value, int limit) {
    return text(CONTROL.matcher(value).replaceAll(" "), limit);
  }

  /// The place of a value in a list that both sides have.
  <T> WireWriter oneOf(T[] values, T value) {
    return u8(Arrays.asList(values).indexOf(value));
  }

  WireWriter names(List<String> names) {
    return list(names, (w, name) -> w.line(name, Wire.MAX_NAME));
  }

  <T> WireWriter list(List<T> items, BiConsumer<WireWriter, T> each) {
    u16(items.size());
    items.forEach(item -> each.accept(this, item));
    return this;
  }

  /// All of it; nothing more may be written.
  byte[] toArray() {
    return size == out.length ? out : Arrays.copyOf(out, size);
  }

  private void reserve(int more) {
    if (more > out.length - size) {
      out = Arrays.copyOf(out, Math.max(Math.addExact(size, more), 2 * out.length));
    }
  }
}
