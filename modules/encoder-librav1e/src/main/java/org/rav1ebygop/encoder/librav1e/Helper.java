package org.rav1ebygop.encoder.librav1e;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.api.Rational;
import org.rav1ebygop.av1.IvfHeader;
import org.rav1ebygop.av1.IvfWriter;
import org.rav1ebygop.y4m.Y4mStream;

/// Encodes one GOP in a process of its own, as an encoder program does: y4m on standard input, IVF
/// on standard output, a packet as soon as it is made. The settings come as arguments; of the y4m
/// header only the layout counts.
final class Helper {
  /// Before the settings: they are tried, and nothing is encoded.
  static final String TRY = "try";

  private static final int FAILED = 1;

  private final ReadableByteChannel in;
  private final WritableByteChannel out;

  private Helper(ReadableByteChannel in, WritableByteChannel out) {
    this.in = in;
    this.out = out;
  }

  /// Arguments: the library, then the settings, or [#TRY] and the settings.
  public static void main(String[] arguments) {
    int code = 0;
    try (var in = new FileInputStream(FileDescriptor.in);
        var out = new FileOutputStream(FileDescriptor.out)) {
      List<String> texts = List.of(arguments);
      Librav1e library = Librav1e.load(texts.getFirst());
      boolean trial = texts.get(1).equals(TRY);
      Recipe recipe = Recipe.parse(texts.subList(trial ? 2 : 1, texts.size()));
      if (trial) {
        Encoding.begin(library, recipe).close();
      } else {
        new Helper(in.getChannel(), out.getChannel()).encode(library, recipe);
      }
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      complain(e);
      code = FAILED;
    }
    Runtime.getRuntime().halt(code);
  }

  private void encode(Librav1e library, Recipe recipe) throws IOException {
    try (var encoding = Encoding.begin(library, recipe);
        var film = Y4mStream.open("the film", in)) {
      requireLayout(film.format().layout(), recipe.layout());
      var packets = new IvfWriter(out, header(recipe));
      packets.flush();
      while (film.read(encoding.picture())) {
        encoding.send();
        write(encoding, packets);
      }
      encoding.finish();
      write(encoding, packets);
    }
  }

  private static void requireLayout(FrameLayout found, FrameLayout wanted) {
    if (!found.equals(wanted)) {
      throw new IllegalArgumentException("the film is %s, not %s".formatted(found, wanted));
    }
  }

  private static void write(Encoding encoding, IvfWriter packets) throws IOException {
    Packet packet;
    while ((packet = encoding.receive()) != null) {
      packets.write(packet);
      packets.flush();
    }
  }

  /// Whoever reads it knows the frame rate.
  private static IvfHeader header(Recipe recipe) {
    return new IvfHeader(recipe.layout().width(), recipe.layout().height(), Rational.ONE, 0);
  }

  private static void complain(Throwable e) {
    OutputStream err = new FileOutputStream(FileDescriptor.err);
    try (var text = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      text.println("error: " + (e.getMessage() == null ? e : e.getMessage()));
    }
  }
}
