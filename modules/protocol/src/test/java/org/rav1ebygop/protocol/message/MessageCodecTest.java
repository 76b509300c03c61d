package org.rav1ebygop.protocol.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.testkit.Mutations;

class MessageCodecTest {
  @Test
  void everyMessageComesBackAsItWas() throws ProtocolException {
    for (Message message : Messages.ALL) {
      assertEquals(message, decode(MessageCodec.encode(message)));
    }
  }

  @Test
  void everyKindIsAmongThem() {
    long kinds = Messages.ALL.stream().map(Message::getClass).distinct().count();
    assertEquals(records(Message.class).count(), kinds);
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Stream.of(type.getPermittedSubclasses()).flatMap(MessageCodecTest::records).distinct();
  }

  /// Other programs rely on these bytes.
  @Test
  void theBytesAreThoseOfTheDocument() {
    assertBytes("07 00000011", new Message.Offer(17));
    assertBytes(
        "08 00000001 00000002 00000003 0000000000000004 ffffffff",
        new Message.Lease(1, 2, 3, 4, -1));
    assertBytes(
        "09 01 01020304 00000005 00000006 00000009 00000000 0708",
        new Message.Frame(
            new Message.Part(5, 6, 9, 0, Bytes.of(new byte[] {7, 8})), 1, 0x01020304));
    assertBytes("0b 00000005 00000006", new Message.Credit(5, 6));
    assertBytes("11", new Message.Ping());
    assertBytes("13", new Message.Enquiry());
    assertBytes(
        "14 0001 0001 61 0003 0002 01 3ff8000000000000",
        new Message.Report(List.of("a"), 3, 2, true, 1.5));
    assertBytes("15 00000003 0002 6e6f 0003 6c6f67", new Message.Trouble(3, "no", "log"));
    assertBytes("16 00000004", new Message.Declined(4));
    assertBytes("12 07 0003 627965", new Message.Goodbye(EndReason.PASSWORD, "bye"));
  }

  @Test
  void whatIsCutOrTooLongIsRefused() {
    for (Message message : Messages.ALL) {
      byte[] bytes = MessageCodec.encode(message);
      boolean open = message instanceof Message.Frame || message instanceof Message.Packet;
      for (int size = 0; size < bytes.length - (open ? Messages.DATA : 0); size++) {
        byte[] cut = Arrays.copyOf(bytes, size);
        assertThrows(ProtocolException.class, () -> decode(cut), message + " cut to " + size);
      }
      if (!open) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThrows(ProtocolException.class, () -> decode(longer), message.toString());
      }
    }
  }

  @Test
  void damagedMessagesAreRefusedOrAreOtherMessages() {
    var mutations =
        new Mutations(Messages.ALL.stream().map(MessageCodec::encode).toList(), 20261123);
    int read = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = mutations.next();
      try {
        Message message = decode(bytes);
        read++;
        assertTrue(message.equals(decode(MessageCodec.encode(message))), message::toString);
      } catch (ProtocolException e) {
        assertTrue(!e.getMessage().contains("\n"), e.getMessage());
      }
    }
    assertTrue(read > 1000, String.format(Locale.ROOT, "only %d could be read", read));
  }

  @Test
  void longTextsLoseTheirEndAndControlCharacters() throws ProtocolException {
    var failed = new Message.Failed(1, "a\nb" + "é".repeat(2000), "log\n" + "x".repeat(100_000));
    var read = (Message.Failed) decode(MessageCodec.encode(failed));
    assertTrue(read.reason().startsWith("a béé"));
    assertEquals(List.of("log", "x"), List.of(read.log().substring(0, 5).split("\n")));
  }

  private static void assertBytes(String hex, Message message) {
    assertEquals(hex.replace(" ", ""), HexFormat.of().formatHex(MessageCodec.encode(message)));
  }

  private static Message decode(byte[] bytes) throws ProtocolException {
    return MessageCodec.decode(ByteBuffer.wrap(bytes), Wire.MAX_MESSAGE);
  }
}
