package org.rav1ebygop.plugin.transport.nats;

import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rav1ebygop.api.spi.WorkerInfo;
import org.rav1ebygop.protocol.CarrierServer;
import org.rav1ebygop.protocol.WorkerService;

/// What a worker says of itself through the NATS Services API: identity in the metadata of the
/// service, load in the data of its endpoint.
///
/// @param address of this run of the worker, `USER.ID`, in the subject where it listens
/// @param name that its user gave it; others may have the same
/// @param encoders name and version of each, with semicolons between
record Sighting(
    String address, String name, String software, String encoders, WorkerService.Load load) {
  static final String SERVICE = "rav1e-worker";
  static final int MAX_NAME = 64;

  private static final String FARM = "farm";
  private static final String WORKER = "worker";
  private static final String NAME = "name";
  private static final String SOFTWARE = "software";
  private static final String ENCODERS = "encoders";
  private static final String SLOTS = "slots";
  private static final String BUSY = "busy";
  private static final String CLIENTS = "clients";
  private static final String DRAINING = "draining";
  private static final String PIXEL_RATE = "pixel_rate";

  /// More than any worker says of itself.
  private static final int MAX_BYTES = 64 << 10;

  private static final int MAX_TEXT = 512;

  /// The metadata of a worker's service.
  static Map<String, String> metadata(
      String farm, String address, String name, CarrierServer.Worker worker) {
    return Map.of(
        FARM,
        farm,
        WORKER,
        address,
        NAME,
        name,
        SOFTWARE,
        worker.software(),
        SLOTS,
        Integer.toString(worker.load().slots()),
        ENCODERS,
        String.join("; ", worker.encoders()));
  }

  /// The data of its endpoint.
  static JsonValue data(WorkerService.Load load) {
    var data = new HashMap<String, JsonValue>();
    data.put(SLOTS, new JsonValue(load.slots()));
    data.put(BUSY, new JsonValue(load.busy()));
    data.put(CLIENTS, new JsonValue(load.clients()));
    data.put(DRAINING, new JsonValue(load.draining()));
    data.put(PIXEL_RATE, new JsonValue(load.pixelRate()));
    return new JsonValue(data);
  }

  /// An answer to `$SRV.STATS`.
  ///
  /// @return null when it is none, or of another farm
  static @Nullable Sighting read(byte[] answer, String farm) {
    if (answer.length > MAX_BYTES) {
      return null;
    }
    try {
      JsonValue json = JsonParser.parse(answer);
      Map<String, String> about = JsonValueUtils.readStringStringMap(json, "metadata");
      if (about == null || !farm.equals(about.get(FARM))) {
        return null;
      }
      String address = about.getOrDefault(WORKER, "");
      return NatsFarm.isAddress(address)
          ? new Sighting(
              address,
              cleaned(about.getOrDefault(NAME, "")),
              text(about.getOrDefault(SOFTWARE, "")),
              text(about.getOrDefault(ENCODERS, "")),
              load(json))
          : null;
    } catch (JsonParseException | RuntimeException _) {
      // what others send need not be JSON of that shape
      return null;
    }
  }

  /// The same for users.
  ///
  /// @param shown its name, unique in the farm
  WorkerInfo info(String shown) {
    return load.draining()
        ? WorkerInfo.absent(shown, "it stops when what it encodes has ended")
        : new WorkerInfo(
            shown,
            "",
            software,
            List.of(encoders.split("; ")),
            load.slots(),
            load.busy(),
            load.clients(),
            load.pixelRate());
  }

  private static WorkerService.Load load(JsonValue json) {
    List<JsonValue> endpoints = JsonValueUtils.readArray(json, "endpoints");
    JsonValue data =
        endpoints.isEmpty()
            ? JsonValue.EMPTY_MAP
            : JsonValueUtils.readValue(endpoints.getFirst(), "data");
    return new WorkerService.Load(
        JsonValueUtils.readInteger(data, SLOTS, 0),
        JsonValueUtils.readInteger(data, BUSY, 0),
        JsonValueUtils.readInteger(data, CLIENTS, 0),
        JsonValueUtils.readBoolean(data, DRAINING, false),
        rate(data));
  }

  /// 0 when it is not said, or cannot be meant.
  private static double rate(JsonValue data) {
    JsonValue value = JsonValueUtils.readValue(data, PIXEL_RATE);
    double rate = value == null || value.number == null ? 0 : value.number.doubleValue();
    return rate > 0 && rate < Float.MAX_VALUE ? rate : 0;
  }

  /// A name as it may be shown.
  static String cleaned(String name) {
    String clean = text(name);
    clean = clean.substring(0, Math.min(clean.length(), MAX_NAME)).strip();
    return clean.isEmpty() ? "worker" : clean;
  }

  private static String text(String text) {
    return text.substring(0, Math.min(text.length(), MAX_TEXT))
        .replaceAll("[^\\p{Graph}\\p{IsAlphabetic} ]", "")
        .strip();
  }
}
