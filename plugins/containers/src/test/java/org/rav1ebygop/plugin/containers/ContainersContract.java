package org.rav1ebygop.plugin.containers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rav1ebygop.api.Packet;
import org.rav1ebygop.av1.IvfReader;
import org.rav1ebygop.testkit.MuxerContract;

/// Reads containers with ffmpeg.
abstract class ContainersContract extends MuxerContract {
  private static final List<Packet> FILM = real();

  @Override
  protected List<Packet> film() {
    return FILM;
  }

  @Override
  protected boolean writesPipes() {
    return false;
  }

  @Override
  protected List<Packet> readBack(byte[] container) throws IOException {
    Path file = Files.createTempFile("film", ".container");
    try {
      Files.write(file, container);
      return packets("-i", file.toString(), "-c", "copy");
    } finally {
      Files.delete(file);
    }
  }

  private static List<Packet> real() {
    try {
      return packets(
          "-f",
          "lavfi",
          "-i",
          "testsrc2=size=64x48:rate=25",
          "-frames:v",
          "9",
          "-c:v",
          "libaom-av1",
          "-cpu-used",
          "8");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The packets of a film, renumbered from 0.
  private static List<Packet> packets(String... arguments) throws IOException {
    var line = new ArrayList<String>(List.of("ffmpeg", "-v", "error", "-nostdin"));
    line.addAll(List.of(arguments));
    line.addAll(List.of("-f", "ivf", "pipe:1"));
    Process process = new ProcessBuilder(line).start();
    byte[] bytes = process.getInputStream().readAllBytes();
    String said = new String(process.getErrorStream().readAllBytes(), UTF_8);
    try {
      assertEquals(0, process.waitFor(), said);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    var packets = new ArrayList<Packet>();
    try (var in = new IvfReader(Channels.newChannel(new ByteArrayInputStream(bytes)))) {
      for (Packet packet = in.next(); packet != null; packet = in.next()) {
        packets.add(packet.at(packets.size()));
      }
    }
    return packets;
  }
}
