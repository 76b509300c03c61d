package org.rav1ebygop.registry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The plugins that this program comes with, which a user may have taken away.
final class OwnPlugins {
  private static final Map<ProviderKind<?>, Map<String, String>> PLUGINS =
      Map.of(
          ProviderKind.ENCODER, Map.of("svt-av1", "svt-av1", "aomenc", "aomenc"),
          ProviderKind.INPUT_READER,
              Map.of("ffmpeg", "ffmpeg-input", "vapoursynth", "vapoursynth-input"),
          ProviderKind.MUXER,
              Map.of("mkv", "containers", "webm", "containers", "mp4", "containers"),
          ProviderKind.TRANSPORT, Map.of("nats", "transport-nats"),
          ProviderKind.SERVER, Map.of("nats", "transport-nats"));

  private OwnPlugins() {}

  /// The name of the plugin that has a provider, or null.
  static @Nullable String of(ProviderKind<?> kind, String id) {
    return PLUGINS.getOrDefault(kind, Map.of()).get(id);
  }
}
