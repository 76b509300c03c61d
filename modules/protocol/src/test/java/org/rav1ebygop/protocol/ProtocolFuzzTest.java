package org.rav1ebygop.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.protocol.message.Message;
import org.rav1ebygop.protocol.message.MessageCodec;
import org.rav1ebygop.protocol.message.Messages;
import org.rav1ebygop.testkit.Mutations;

/// What `./dev fuzz` does for longer, and guided by coverage.
class ProtocolFuzzTest {
  private static final int RUNS = 30_000;

  @Test
  void hostileMessagesAreUnderstoodOrEndTheConnection() {
    var random = new Random(20261123);
    List<byte[]> conversations = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      conversations.add(conversation(random));
    }
    var mutations = new Mutations(conversations, 7);
    for (int i = 0; i < RUNS; i++) {
      byte[] data = mutations.next();
      ProtocolFuzz.fuzzerTestOneInput(data);
    }
  }

  private static byte[] conversation(Random random) {
    var out = new ByteArrayOutputStream();
    out.write(random.nextInt(40));
    for (int i = random.nextInt(8); i >= 0; i--) {
      Message any = Messages.ALL.get(random.nextInt(Messages.ALL.size()));
      byte[] bytes = MessageCodec.encode(any);
      out.writeBytes(ByteBuffer.allocate(2).putShort((short) bytes.length).array());
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }
}
