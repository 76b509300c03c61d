package org.rav1ebygop.encoder.librav1e;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.FrameLayout;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Packet;

/// One GOP on its way through the library: a `RaContext` and the memory around it. Used by one
/// thread, which should be a platform thread (a call that encodes holds the carrier of a virtual
/// one); only [#picture] may be filled by another.
final class Encoding implements AutoCloseable {
  private final Librav1e library;
  private final RatePass pass;
  private final FrameLayout layout;
  private final Arena arena;
  private final MemorySegment picture;
  private final MemorySegment pointer;
  private final MemorySegment context;
  private final @Nullable Measuring measuring;
  private long sent;
  private long received;

  private Encoding(Librav1e library, Recipe recipe, RatePass pass, Arena arena) {
    this.library = library;
    this.pass = pass;
    this.layout = recipe.layout();
    this.arena = arena;
    this.picture = arena.allocate(layout.frameBytes(), Long.BYTES);
    this.pointer = arena.allocate(ValueLayout.ADDRESS);
    this.measuring = recipe.measured() ? new Measuring(library, layout, arena) : null;
    this.context = Configuration.context(library, recipe.settings(), pass);
  }

  /// Begins an encoding in one pass.
  ///
  /// @throws GopException of kind USAGE when the library refuses the settings
  static Encoding begin(Librav1e library, Recipe recipe) {
    return begin(library, recipe, RatePass.ONLY);
  }

  /// Begins one of two passes.
  ///
  /// @throws GopException of kind USAGE when the library refuses the settings
  @SuppressWarnings("MustBeClosedChecker") // closed with what is returned
  static Encoding begin(Librav1e library, Recipe recipe, RatePass pass) {
    Arena arena = Arena.ofShared();
    try {
      return new Encoding(library, recipe, pass, arena);
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  /// Where the next frame goes before [#send]: native memory, laid out as
  /// [org.rav1ebygop.api.FrameLayout] says.
  MemorySegment picture() {
    return picture;
  }

  /// Gives what is in [#picture] to the encoder.
  ///
  /// @throws GopException of kind ENCODER when the encoder fails
  void send() {
    MemorySegment frame = library.pointer(Function.FRAME_NEW, context);
    try {
      library.copyPlanes(Function.FRAME_FILL_PLANE, frame, new Frame(sent, layout, picture));
      require("took no frame", library.number(Function.SEND_FRAME, context, frame));
      sent++;
    } finally {
      library.run(Function.FRAME_UNREF, frame);
    }
  }

  /// There are no more frames.
  void finish() {
    require("did not end", library.number(Function.SEND_FRAME, context, MemorySegment.NULL));
  }

  /// The next packet that is ready, in presentation order, joined with its quality if the recipe
  /// says so; null when another frame is needed, or after [#finish] when all were handed out.
  ///
  /// @throws GopException of kind ENCODER when the encoder fails
  @Nullable Packet receive() {
    while (true) {
      pass.beforePacket(context);
      int status = library.number(Function.RECEIVE_PACKET, context, pointer);
      switch (status) {
        case Status.SUCCESS -> {
          pass.afterPacket(context);
          return take(pointer.get(ValueLayout.ADDRESS, 0));
        }
        case Status.ENCODED -> pass.afterPacket(context); // a frame that is not shown yet
        case Status.LIMIT_REACHED -> {
          pass.afterPacket(context);
          return null;
        }
        case Status.NEED_MORE_DATA -> {
          return null;
        }
        default -> throw failed("gave no packet", status);
      }
    }
  }

  /// Frames given to the encoder.
  long sent() {
    return sent;
  }

  /// Packets received.
  long received() {
    return received;
  }

  @Override
  public void close() {
    library.run(Function.CONTEXT_UNREF, context);
    arena.close();
  }

  private Packet take(MemorySegment address) {
    try {
      NativePacket packet = NativePacket.at(address);
      if (packet.frame() != received) {
        throw GopException.encoder(
            String.format(
                Locale.ROOT,
                "librav1e gave packet %d where packet %d belongs",
                packet.frame(),
                received),
            null);
      }
      received++;
      var copy =
          new Packet(
              packet.frame(), MemorySegment.ofArray(packet.data().toArray(ValueLayout.JAVA_BYTE)));
      return measuring == null ? copy : new Measured(copy, measuring.of(packet)).joined();
    } finally {
      library.run(Function.PACKET_UNREF, address);
    }
  }

  private void require(String problem, int status) {
    if (status != Status.SUCCESS) {
      throw failed(problem, status);
    }
  }

  private GopException failed(String problem, int status) {
    return GopException.encoder(
        String.format(
            Locale.ROOT, "librav1e %s after %d frames: %s", problem, sent, library.status(status)),
        null);
  }
}
