package org.rav1ebygop.protocol;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Who counts as one where peers are counted. Whoever has one IPv6 address has 2⁶⁴ of them: all of
/// a network of that size are one.
final class PeerGroup {
  private static final int NETWORK_BYTES = 8;

  /// What a site is given usually, and what a small provider has.
  private static final int IPV6_SITE_BYTES = 6;

  private static final int IPV4_SITE_BYTES = 3;

  private PeerGroup() {}

  /// The group of a peer.
  ///
  /// @param peer an address, or a name that somebody has given it
  static String of(String peer) {
    return address(peer) instanceof Inet6Address six ? network(six, NETWORK_BYTES) : peer;
  }

  /// Groups that may belong to one person.
  static String neighbourhood(String peer) {
    return switch (address(peer)) {
      case null -> peer;
      case Inet6Address six -> network(six, IPV6_SITE_BYTES);
      case InetAddress four -> network(four, IPV4_SITE_BYTES);
    };
  }

  private static @Nullable InetAddress address(String peer) {
    int zone = peer.indexOf('%');
    try {
      return InetAddress.ofLiteral(zone < 0 ? peer : peer.substring(0, zone));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static String network(InetAddress address, int bytes) {
    return HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), bytes));
  }
}
