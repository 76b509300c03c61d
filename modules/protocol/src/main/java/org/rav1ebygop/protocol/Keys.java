package org.rav1ebygop.protocol;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.protocol.message.Bytes;
import org.rav1ebygop.protocol.session.PasswordKey;

/// The key of a password, made anew only when the salt is another one.
final class Keys implements Function<Bytes, PasswordKey> {
  private final String password;
  private Bytes salt = Bytes.NONE;
  private @Nullable PasswordKey key;

  Keys(String password) {
    this.password = password;
  }

  @Override
  public synchronized PasswordKey apply(Bytes wanted) {
    PasswordKey known = key;
    if (known == null || !salt.equals(wanted)) {
      known = PasswordKey.derive(password, wanted);
      key = known;
      salt = wanted;
    }
    return known;
  }
}
