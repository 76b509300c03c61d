package org.rav1ebygop.engine.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What decides every byte of a job's output, as named facts: source, splitter, encoder. Two runs
/// may share a job directory when their facts are equal.
///
/// @param facts by name, such as `encoder.version`
public record JobRecord(SortedMap<String, String> facts) {
  /// The fact that sums up all settings of the encoder, and tells people nothing.
  public static final String FINGERPRINT = "encoder.fingerprint";

  /// The fact that tells sources of one format apart.
  public static final String CONTENT = "source.content";

  /// The content of a source that only its frames tell from others.
  public static final String UNKNOWN_CONTENT = "pipe";

  /// Version of the directory's layout.
  static final int FORMAT = 1;

  private static final Gson JSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  /// Copies the map.
  public JobRecord {
    facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
  }

  /// Eight hexadecimal digits that differ between jobs.
  public String id() {
    return HexFormat.of().formatHex(Sha256.newDigest().digest(toJson())).substring(0, 8);
  }

  /// What differs in another record, one clause for each fact, such as `quantizer was 100, is 80`.
  /// The fingerprint is only told of when no other fact explains it.
  public List<String> differences(JobRecord other) {
    var names = new TreeMap<>(facts);
    names.putAll(other.facts);
    var clauses = new ArrayList<String>();
    for (String name : names.keySet()) {
      String was = facts.getOrDefault(name, "not set");
      String is = other.facts.getOrDefault(name, "not set");
      if (!was.equals(is) && !name.equals(FINGERPRINT)) {
        clauses.add("%s was %s, is %s".formatted(name, was, is));
      }
    }
    if (clauses.isEmpty() && !other.facts.equals(facts)) {
      clauses.add("what the encoder is or is told was something else");
    }
    return clauses;
  }

  /// Whether another record is of another source when their contents differ.
  boolean knowsSource() {
    return !UNKNOWN_CONTENT.equals(facts.get(CONTENT));
  }

  byte[] toJson() {
    var values = new JsonObject();
    facts.forEach(values::addProperty);
    var root = new JsonObject();
    root.addProperty("format", FORMAT);
    root.add("facts", values);
    byte[] text = JSON.toJson(root).getBytes(UTF_8);
    root.addProperty("sha256", HexFormat.of().formatHex(digest(text)));
    return (JSON.toJson(root) + "\n").getBytes(UTF_8);
  }

  /// Reads a record.
  ///
  /// @throws StateException when it is damaged or of another format
  static JobRecord fromJson(byte[] text) throws StateException {
    try {
      JsonObject root = JsonParser.parseString(new String(text, UTF_8)).getAsJsonObject();
      int format = root.get("format").getAsInt();
      if (format != FORMAT) {
        throw new StateException(
            "it is of %s version of this program (format %d, this one knows %d)"
                .formatted(format > FORMAT ? "a newer" : "an older", format, FORMAT));
      }
      var facts = new TreeMap<String, String>();
      for (Map.Entry<String, JsonElement> fact : root.get("facts").getAsJsonObject().entrySet()) {
        facts.put(fact.getKey(), fact.getValue().getAsString());
      }
      var record = new JobRecord(facts);
      if (!MessageDigest.isEqual(record.toJson(), text)) {
        throw new StateException("its checksum does not match");
      }
      return record;
    } catch (JsonParseException
        | IllegalStateException
        | NullPointerException
        | NumberFormatException
        | UnsupportedOperationException e) {
      throw new StateException("it is damaged", e);
    }
  }

  private static byte[] digest(byte[] text) {
    return Sha256.newDigest().digest(text);
  }
}
