import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Says whether two AV1 films in IVF files have the same bits, GOP by GOP.
///
/// Only GOPs of the same frames are compared: where one film has a keyframe and the other has none,
/// the bits differ by right. Exit code 0 when there is such a GOP and all of them are equal.
final class ComparePackets {
  private static final int FRAME_HEADER_BYTES = 12;
  private static final int OBU_SEQUENCE_HEADER = 1;

  /// @param packets temporal units, one for each frame
  private record Gop(int firstFrame, List<ByteBuffer> packets) {}

  public static void main(String[] args) throws IOException {
    TreeMap<Integer, Gop> ours = gops(Path.of(args[0]));
    TreeMap<Integer, Gop> theirs = gops(Path.of(args[1]));
    int gops = 0;
    int frames = 0;
    for (Gop gop : ours.values()) {
      Gop other = theirs.get(gop.firstFrame());
      if (other != null && other.packets().size() == gop.packets().size()) {
        compare(gop, other);
        gops++;
        frames += gop.packets().size();
      }
    }
    if (gops == 0) {
      throw new IllegalStateException("no GOP has the same frames in both films");
    }
    System.out.printf(
        "the same bits in %d of %d GOPs (%d frames)%s%n",
        gops,
        ours.size(),
        frames,
        gops == ours.size()
            ? ""
            : "; the others start or end at a keyframe that only one film has");
  }

  private static void compare(Gop gop, Gop other) {
    for (int i = 0; i < gop.packets().size(); i++) {
      if (!gop.packets().get(i).equals(other.packets().get(i))) {
        throw new IllegalStateException(
            "frame " + (gop.firstFrame() + i) + " is not the same bits");
      }
    }
  }

  /// The GOPs of an IVF file by their first frame.
  private static TreeMap<Integer, Gop> gops(Path file) throws IOException {
    ByteBuffer ivf = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    TreeMap<Integer, Gop> gops = new TreeMap<>();
    int frame = 0;
    for (int at = ivf.getShort(6); at < ivf.limit(); frame++) {
      ByteBuffer packet = ivf.slice(at + FRAME_HEADER_BYTES, ivf.getInt(at));
      if (startsGop(packet)) {
        gops.put(frame, new Gop(frame, new ArrayList<>()));
      }
      gops.lastEntry().getValue().packets().add(packet);
      at += FRAME_HEADER_BYTES + packet.limit();
    }
    return gops;
  }

  /// rav1e repeats the sequence header with each keyframe and nowhere else. OBU headers: AV1
  /// specification, section 5.3.
  private static boolean startsGop(ByteBuffer packet) {
    int at = 0;
    while (at < packet.limit()) {
      int header = packet.get(at);
      if ((header >> 3 & 15) == OBU_SEQUENCE_HEADER) {
        return true;
      }
      at += (header & 4) == 0 ? 1 : 2;
      int size = 0;
      int shift = 0;
      byte part;
      do {
        part = packet.get(at++);
        size |= (part & 127) << shift;
        shift += 7;
      } while (part < 0);
      at += size;
    }
    return false;
  }
}
