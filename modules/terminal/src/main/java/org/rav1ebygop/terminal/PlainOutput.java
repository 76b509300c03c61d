package org.rav1ebygop.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

/// Passes text on as [PlainText]. A character may come in several writes. Not for several threads
/// at once, which the [PrintStream] in front of it sees to.
public final class PlainOutput extends OutputStream {
  private final OutputStream to;
  private final Charset charset;
  private final CharsetDecoder decoder;

  /// The beginning of a character.
  private byte[] beginning = {};

  PlainOutput(OutputStream to, Charset charset) {
    this.to = to;
    this.charset = charset;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
  }

  /// Prints to another stream, which may have a buffer of its own.
  public static PrintStream to(PrintStream stream) {
    return new PrintStream(new PlainOutput(stream, stream.charset()), false, stream.charset());
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] text, int offset, int length) throws IOException {
    ByteBuffer in =
        ByteBuffer.allocate(beginning.length + length)
            .put(beginning)
            .put(text, offset, length)
            .flip();
    CharBuffer out =
        CharBuffer.allocate((int) Math.ceil(in.remaining() * decoder.maxCharsPerByte()) + 1);
    decoder.decode(in, out, false);
    beginning = new byte[in.remaining()];
    in.get(beginning);
    to.write(PlainText.of(out.flip().toString()).getBytes(charset));
  }

  /// Also tells whether what was written before has failed.
  @Override
  public void flush() throws IOException {
    to.flush();
    if (to instanceof PrintStream stream && stream.checkError()) {
      throw new IOException("it cannot be written to");
    }
  }
}
