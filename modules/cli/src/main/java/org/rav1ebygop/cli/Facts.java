package org.rav1ebygop.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A JSON object in the making; its members keep the order in which they came.
///
/// @param json so far
record Facts(JsonObject json) {
  /// The name of the member that says which event an object is.
  static final String EVENT = "event";

  Facts() {
    this(new JsonObject());
  }

  static Facts of(EventType type) {
    return new Facts().with(EVENT, type.toString());
  }

  Facts with(String name, @Nullable String value) {
    json.addProperty(name, value);
    return this;
  }

  Facts with(String name, @Nullable Number value) {
    json.addProperty(name, value);
    return this;
  }

  Facts with(String name, boolean value) {
    json.addProperty(name, value);
    return this;
  }

  Facts with(String name, JsonElement value) {
    json.add(name, value);
    return this;
  }

  /// A number, or null for one that is negative because it is not known.
  Facts known(String name, long value) {
    return value < 0 ? with(name, JsonNull.INSTANCE) : with(name, value);
  }

  /// With three decimals at the most.
  Facts seconds(Duration time) {
    return with("seconds", time.toMillis() / 1000.0);
  }
}
