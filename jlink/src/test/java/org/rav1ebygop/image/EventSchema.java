package org.rav1ebygop.image;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `docs/events.schema.json`. Scripts shall skip members they do not know; here they are refused,
/// so that nothing is written that is not documented.
final class EventSchema {
  static final Path DOCS = Path.of("../docs");

  private final Validator validator =
      new ValidatorFactory().withJsonNodeFactory(new GsonNode.Factory()).createValidator();
  private final URI schema;

  EventSchema() throws IOException {
    JsonElement json = JsonParser.parseString(Files.readString(DOCS.resolve("events.schema.json")));
    refuseUnknownMembers(json);
    schema = validator.registerSchema(json);
  }

  boolean allows(String line) {
    return validator.validate(schema, JsonParser.parseString(line)).isValid();
  }

  /// The events of a text whose lines are whole and valid.
  List<JsonObject> events(String text) {
    assertTrue(text.endsWith("\n"), text);
    for (String line : text.split("\n", 0)) {
      Validator.Result result = validator.validate(schema, JsonParser.parseString(line));
      assertTrue(
          result.isValid(),
          () ->
              line
                  + result.getErrors().stream()
                      .map(error -> "\n" + error.getInstanceLocation() + " " + error.getError())
                      .toList());
    }
    return text.lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
  }

  private static void refuseUnknownMembers(JsonElement part) {
    if (part.isJsonArray()) {
      part.getAsJsonArray().forEach(EventSchema::refuseUnknownMembers);
    } else if (part.isJsonObject()) {
      JsonObject object = part.getAsJsonObject();
      object.asMap().values().forEach(EventSchema::refuseUnknownMembers);
      if (object.has("properties")) {
        object.addProperty("additionalProperties", false);
      }
    }
  }
}
