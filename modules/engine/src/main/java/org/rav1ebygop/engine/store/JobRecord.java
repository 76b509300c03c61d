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
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What decides every byte of a job's output, as named facts: source, splitter, encoder. Two runs
/// may share a job directory when their facts are equal.
///
/// @param facts by name, such as `encoder.version`
public record JobRecord(SortedMap<String, String> facts) {
  /// The fact that sums up all settings of the encoder, and tells people nothing.
  public static final String FINGERPRINT = "encoder.fingerprint";

  /// The fact that tells whether the source is a [#FILE] or a [#PIPE].
  public static final String SOURCE = "source";

  /// A source with a size, a time of change and samples.
  public static final String FILE = "file";

  /// A source that only its frames tell from others.
  public static final String PIPE = "pipe";

  /// Bytes of the source.
  public static final String SIZE = "source.size";

  /// When the source was last written to: when only this fact differs, the content may be the same.
  public static final String CHANGED = "source.changed";

  /// Digest of parts of the source.
  public static final String SAMPLES = "source.samples";

  /// What a value begins with that is too long to be kept: the SHA-256 of it follows.
  public static final String DIGEST = "sha256:";

  /// Facts that are told of together.
  private static final Set<String> CONTENT = Set.of(SIZE, CHANGED, SAMPLES);

  /// What a size may be. A record that somebody else wrote may have anything there.
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  /// Version of the directory's layout.
  static final int FORMAT = 2;

  /// Which version of this program wrote which format, newest last.
  private static final List<String> VERSIONS = List.of("0.1", "0.2");

  private static final Gson JSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  /// Copies the map.
  public JobRecord {
    facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
  }

  /// Eight hexadecimal digits that differ between jobs, unless only the time of change does.
  public String id() {
    var lasting = new TreeMap<>(facts);
    lasting.remove(CHANGED);
    return HexFormat.of().formatHex(digest(new JobRecord(lasting).toJson())).substring(0, 8);
  }

  /// What differs in another record, one clause for each fact, such as `quantizer was 100, is 80`.
  /// The fingerprint is only told of when no other fact explains it, the time of change never
  /// alone.
  public List<String> differences(JobRecord other) {
    var names = new TreeMap<>(facts);
    names.putAll(other.facts);
    var clauses = new ArrayList<String>();
    if (!differs(SOURCE, other) && (differs(SIZE, other) || differs(SAMPLES, other))) {
      clauses.add(contentChange(other));
    }
    names.keySet().removeAll(CONTENT);
    for (String name : names.keySet()) {
      String was = facts.getOrDefault(name, "not set");
      String is = other.facts.getOrDefault(name, "not set");
      if (!was.equals(is) && !name.equals(FINGERPRINT)) {
        clauses.add(
            was.startsWith(DIGEST) || is.startsWith(DIGEST)
                ? name + " has changed"
                : "%s was %s, is %s".formatted(name, was, is));
      }
    }
    if (clauses.isEmpty() && differs(FINGERPRINT, other)) {
      clauses.add("what the encoder is or is told was something else");
    }
    return clauses;
  }

  /// That the source of another record was written at another time. A copy may differ in fractions
  /// of a second alone.
  String rewritten(JobRecord other) {
    boolean brief = !time().equals(other.time());
    return "the input is of %s, was of %s in the earlier run"
        .formatted(
            brief ? other.time() : other.facts.get(CHANGED), brief ? time() : facts.get(CHANGED));
  }

  private boolean differs(String name, JobRecord other) {
    return !Objects.equals(facts.get(name), other.facts.get(name));
  }

  private String contentChange(JobRecord other) {
    boolean ofOneSize = !differs(SIZE, other);
    if (!facts.containsKey(CHANGED)) {
      return "the input was %s bytes, is %s %s"
          .formatted(
              size(), other.size(), ofOneSize ? "other bytes, or is read otherwise" : "bytes");
    }
    return "the input was %s bytes of %s, is %s %sbytes of %s"
        .formatted(size(), time(), other.size(), ofOneSize ? "other " : "", other.time());
  }

  private String size() {
    String bytes = facts.getOrDefault(SIZE, "");
    return NUMBER.matcher(bytes).matches()
        ? String.format(Locale.ROOT, "%,d", Long.parseLong(bytes))
        : "unknown";
  }

  /// To the second, as people write it.
  private String time() {
    return facts.getOrDefault(CHANGED, "unknown time").replaceFirst("T(.{8}).*", " $1 UTC");
  }

  /// Whether another record is of another source when their contents differ.
  boolean knowsSource() {
    return !PIPE.equals(facts.get(SOURCE));
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
            "%s began it, and only that version can finish it".formatted(version(format)));
      }
      var facts = new TreeMap<String, String>();
      for (Map.Entry<String, JsonElement> fact : root.get("facts").getAsJsonObject().entrySet()) {
        facts.put(fact.getKey(), fact.getValue().getAsString());
      }
      var record = new JobRecord(facts);
      if (!MessageDigest.isEqual(record.toJson(), text)) {
        throw new StateException("the checksum of job.json does not match");
      }
      return record;
    } catch (JsonParseException
        | IllegalStateException
        | NullPointerException
        | NumberFormatException
        | UnsupportedOperationException e) {
      throw new StateException("job.json is damaged", e);
    }
  }

  private static String version(int format) {
    return format >= 1 && format < FORMAT
        ? "rav1e-by-gop " + VERSIONS.get(format - 1)
        : "another version of rav1e-by-gop";
  }

  private static byte[] digest(byte[] text) {
    return Sha256.newDigest().digest(text);
  }
}
