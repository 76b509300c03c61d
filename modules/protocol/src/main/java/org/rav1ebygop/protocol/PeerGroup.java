package org.rav1ebygop.protocol;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// Who counts as one where peers are counted. Whoever has one IPv6 address has 2⁶⁴ of them: all of
/// a network of that size are one.
final class PeerGroup {
  private static final int NETWORK_BYTES = 8;

  private PeerGroup() {}

  /// The group of a peer.
  ///
  /// @param peer an address, or a name that somebody has given it
  static String of(String peer) {
    int zone = peer.indexOf('%');
    String address = zone < 0 ? peer : peer.substring(0, zone);
    if (address.indexOf(':') < 0) {
      return peer;
    }
    try {
      return InetAddress.ofLiteral(address) instanceof Inet6Address six ? network(six) : peer;
    } catch (IllegalArgumentException _) {
      return peer;
    }
  }

  private static String network(Inet6Address address) {
    byte[] network = Arrays.copyOf(address.getAddress(), NETWORK_BYTES);
    return HexFormat.ofDelimiter(":").formatHex(network) + "/64";
  }
}
