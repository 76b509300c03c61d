package org.rav1ebygop.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.gson.Gson;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Nats;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.plugin.transport.nats.NatsServerProvider;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.MessageCodec;
import org.rav1ebygop.protocol.message.ProtocolException;
import org.rav1ebygop.protocol.message.Wire;

/// A member of a farm that says that it is any number of workers, with a carrier of its own that
/// keeps to docs/adr/0020-nats.md. Its workers join clients, or refuse each connection after a
/// while, and encode nothing.
final class FalseFarm implements AutoCloseable {
  private static final byte LAST_PIECE = 1;
  private static final byte END = 3;
  private static final int HEAD = 5;

  private final Connection nats;
  private final List<byte[]> workers;
  private final boolean joins;
  private final String password;

  /// Connections that a client wants or has, by their ids, as of what came until now.
  private final Map<String, Link> open = new HashMap<>();

  private int questions;
  private int asked;
  private int most;
  private int joined;

  /// @param count of workers
  /// @param joins whether they join
  FalseFarm(String url, int count, boolean joins) throws IOException, InterruptedException {
    this.joins = joins;
    this.password = String.valueOf(new NatsServerProvider().usualPassword(Options.NONE));
    this.workers = IntStream.range(0, count).mapToObj(FalseFarm::announcement).toList();
    this.nats = Nats.connect(url);
    // One after the other, in the order in which the client says it.
    Dispatcher dispatcher = nats.createDispatcher(this::heard);
    dispatcher.subscribe("$SRV.STATS.rav1e-worker");
    dispatcher.subscribe("rbgp.default.hello.*.*.*");
    dispatcher.subscribe("rbgp.default.up.*.*.*");
  }

  /// A connection.
  private static final class Link {
    private final String reply;
    private final FalseWorker worker;
    private boolean working;
    private int sent;

    Link(String reply, String password, Consumer<Message> say) {
      this.reply = reply;
      this.worker = new FalseWorker(password, 1, say, _ -> {});
    }
  }

  /// How often the client has asked who is there.
  synchronized int questions() {
    return questions;
  }

  /// How many connections the client has asked for.
  synchronized int asked() {
    return asked;
  }

  /// How many of them there were at a time, at the most.
  synchronized int most() {
    return most;
  }

  /// How many workers work for the client.
  synchronized int joined() {
    return joined;
  }

  private synchronized void heard(io.nats.client.Message message) {
    String[] subject = message.getSubject().split("\\.", -1);
    switch (subject[subject.length > 2 ? 2 : 0]) {
      case "hello" -> connect(new String(message.getData(), US_ASCII), message);
      case "up" -> piece(subject[subject.length - 1], ByteBuffer.wrap(message.getData()));
      default -> announce(message.getReplyTo());
    }
  }

  private void announce(String reply) {
    workers.forEach(worker -> nats.publish(reply, worker));
    if (++questions % 2 == 0 && !joins) {
      open.values().forEach(link -> nats.publish(link.reply, "in use".getBytes(US_ASCII)));
      open.clear();
    }
  }

  private void connect(String id, io.nats.client.Message hello) {
    String worker = hello.getSubject().split("\\.", -1)[3];
    String down = "rbgp.default.down.anyone.%s.%s".formatted(worker, id);
    open.put(id, new Link(hello.getReplyTo(), password, message -> say(id, down, message)));
    asked++;
    most = Math.max(most, open.size());
    if (joins) {
      nats.publish(hello.getReplyTo(), new byte[0]);
    }
  }

  private void piece(String id, ByteBuffer part) {
    Link link = open.get(id);
    byte kind = part.get(0);
    if (kind == END) {
      open.remove(id);
      joined -= link != null && link.working ? 1 : 0;
    } else if (kind == LAST_PIECE && link != null) {
      link.worker.hear(decoded(part.position(HEAD).slice()));
    }
  }

  private void say(String id, String down, Message message) {
    Link link = open.get(id);
    if (link == null) {
      return;
    }
    if (message instanceof Message.Ready) {
      link.working = true;
      joined++;
    }
    byte[] bytes = MessageCodec.encode(message);
    ByteBuffer part = ByteBuffer.allocate(HEAD + bytes.length);
    nats.publish(down, part.put(LAST_PIECE).putInt(link.sent++).put(bytes).array());
  }

  private static Message decoded(ByteBuffer message) {
    try {
      return MessageCodec.decode(message, Wire.MAX_MESSAGE);
    } catch (ProtocolException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What it says when it is asked who is there.
  private static byte[] announcement(int number) {
    String address = String.format(Locale.ROOT, "anyone.%032x", number);
    var about =
        Map.of(
            "farm", "default",
            "worker", address,
            "name", "lie-" + number,
            "software", "false 1.0.0",
            "slots", "1",
            "encoders", "rav1e 1");
    var answer = new LinkedHashMap<String, Object>();
    answer.put("name", "rav1e-worker");
    answer.put("id", "" + number);
    answer.put("version", "1.0.0");
    answer.put("metadata", about);
    answer.put(
        "endpoints",
        List.of(
            Map.of(
                "name",
                "hello",
                "subject",
                "rbgp.default.hello." + address + ".*",
                "data",
                Map.of("slots", 1, "busy", 0, "clients", 0, "draining", false))));
    answer.put("type", "io.nats.micro.v1.stats_response");
    return new Gson().toJson(answer).getBytes(US_ASCII);
  }

  @Override
  public void close() {
    try {
      nats.close();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
