package org.rav1ebygop.protocol;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.session.PasswordKey;

/// The keys of a password, each made once for a salt. Used by any thread.
final class Keys implements Function<Bytes, PasswordKey> {
  /// More salts than a fleet has workers: a worker that is started again has another one.
  private static final int MOST = 4096;

  private final String password;
  private final Map<Bytes, PasswordKey> known = new ConcurrentHashMap<>();

  Keys(String password) {
    this.password = password;
  }

  @Override
  public PasswordKey apply(Bytes salt) {
    if (known.size() > MOST) {
      known.clear();
    }
    return known.computeIfAbsent(salt, wanted -> PasswordKey.derive(password, wanted));
  }
}
