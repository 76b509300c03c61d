package org.rav1ebygop.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class PeerGroupTest {
  @Test
  void anIpv6NetworkIsOnePeer() {
    String group = PeerGroup.of("2001:db8:1:2::1");
    for (String same : List.of("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:0db8:0001:0002::3%eth0")) {
      assertEquals(group, PeerGroup.of(same));
    }
    for (String other : List.of("2001:db8:1:3::1", "::1", "192.0.2.1", "2001:db8:1:2")) {
      assertNotEquals(group, PeerGroup.of(other));
    }
  }

  @Test
  void allElseCountsAsItIsNamed() {
    for (String peer : List.of("192.0.2.1", "nats:alice", "a: b", "::ffff:192.0.2.1")) {
      assertEquals(peer, PeerGroup.of(peer));
    }
  }
}
