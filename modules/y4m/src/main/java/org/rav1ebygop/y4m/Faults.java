package org.rav1ebygop.y4m;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.GopException.Kind;

/// The messages about one input.
///
/// @param name of the input, as the user wrote it
public record Faults(String name) {
  /// Keeps messages to one line whatever the name.
  public Faults {
    name = name.replaceAll("\\p{Cntrl}", "?");
  }

  /// Its header line is at fault.
  public GopException header(Y4mException fault) {
    return GopException.input(
        "%s: byte %s: %s".formatted(name, number(fault.offset()), fault.getMessage()));
  }

  /// It ends within its first line.
  public GopException headerCut(long bytes) {
    return GopException.input(
        "%s: ends after %s bytes, within its header; the input is truncated"
            .formatted(name, number(bytes)));
  }

  /// It ends after its first line.
  public GopException noFrames() {
    return GopException.input(name + ": has a header, but no frames");
  }

  /// A frame whose bytes end too soon.
  ///
  /// @param at where its header line starts
  public GopException frameCut(long index, long at, long has, long needs) {
    return GopException.input(
        "%s has %s of %s bytes; the input is truncated"
            .formatted(frame(index, at), number(has), number(needs)));
  }

  /// A frame whose header line ends too soon.
  public GopException frameHeaderCut(long index, long at) {
    return GopException.input(frame(index, at) + " ends within its header; the input is truncated");
  }

  /// There is something else where a frame should be.
  public GopException noFrameHeader(long index, long at) {
    return GopException.input(
        "%s does not start with %s; the input is damaged there or in the frame before"
            .formatted(frame(index, at), Y4mHeader.FRAME_MAGIC));
  }

  /// A frame header that is well-formed, but moves the frame away from where the size of the input
  /// says it is.
  public GopException frameMoved(long index, long at) {
    return GopException.input(
        frame(index, at)
            + " has a header of another length than its neighbours; the input is damaged there");
  }

  /// A frame whose header line has bytes in it that are no text.
  public GopException frameHeaderGarbled(long index, long at) {
    return GopException.input(
        frame(index, at) + " has a header that is not all text; the input is damaged there");
  }

  /// A frame whose header line does not end where lines do.
  public GopException frameHeaderLong(long index, long at) {
    return GopException.input(
        "%s has a header of more than %s bytes; the input is damaged there"
            .formatted(frame(index, at), number(Y4mHeader.MAX_LINE_BYTES)));
  }

  /// A file that became shorter while it was read.
  public GopException shrunk(long was, long is) {
    return GopException.input(
        "%s: had %s bytes when it was opened and has %s now; restore it and start again"
            .formatted(name, number(was), number(is)));
  }

  /// A page of the mapping is not there, or the disk does not give it.
  public GopException lost(InternalError cause) {
    return new GopException(
        Kind.INPUT,
        name
            + ": a part of it cannot be read any more: it was cut off, or its disk fails; restore it and start again",
        cause);
  }

  /// The system does not give its bytes.
  public GopException unreadable(Exception cause) {
    Object reason = cause.getClass() == IOException.class ? cause.getMessage() : cause;
    return new GopException(Kind.INPUT, "%s: cannot be read: %s".formatted(name, reason), cause);
  }

  /// Somebody closed it, or interrupted the reading thread.
  public GopException stopped(@Nullable Exception cause) {
    return new GopException(Kind.INTERRUPTED, name + ": reading was stopped", cause);
  }

  private String frame(long index, long at) {
    return "%s: frame %s at byte %s".formatted(name, number(index), number(at));
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
