package org.rav1ebygop.api.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes muxers.
public interface MuxerProvider extends Provider {
  /// How many bytes of a file are enough to [#recognizes] it.
  int BEGINNING = 4096;

  /// File name extensions it is chosen by, lower case, without the dot.
  Set<String> extensions();

  /// Whether a file is a film in this container, whoever made it: only such a file is replaced by
  /// one. An empty file is replaced anyway.
  ///
  /// @param beginning the first [#BEGINNING] bytes of the file, or all when it has fewer
  default boolean recognizes(byte[] beginning) {
    return false;
  }

  /// Looks at what is going to be muxed, before anything is encoded.
  ///
  /// @return what users should know, such as what of the source is left out or converted; each is
  ///   one line without a full stop at its end
  /// @throws org.rav1ebygop.api.GopException of kind USAGE when the container cannot hold such a
  ///   film, of kind ENVIRONMENT when a tool is missing
  default List<String> check(MuxPlan plan) {
    return List.of();
  }

  /// Whether packets are worth handing in while others are still being encoded. If not, [#open] is
  /// called when all are there.
  default boolean streams() {
    return true;
  }

  /// Reads the packets of a finished film from its file, as a player would get them, and checks
  /// when each is shown.
  ///
  /// @param request with [MuxRequest#file] not null, equal to that of [#open] but for the channel
  /// @return null when it cannot read what it writes
  /// @throws org.rav1ebygop.api.GopException of kind ENVIRONMENT when a tool is missing, or the
  ///   container is not the film of the request
  default @Nullable MuxedPackets readBack(MuxRequest request) {
    return null;
  }

  /// Takes the video out of a finished film of this container, as it is, for a look at it. Whoever
  /// made the film.
  ///
  /// @param ivf a file that is written over
  /// @return false when it cannot do that
  /// @throws org.rav1ebygop.api.GopException of kind INPUT when the film is damaged, or has no AV1;
  ///   of kind ENVIRONMENT when a tool or space is missing
  default boolean extract(Path film, Path ivf) {
    return false;
  }

  /// A muxer for one file or stream.
  ///
  /// @throws org.rav1ebygop.api.GopException of kind USAGE when the container cannot hold such a
  ///   film, of kind ENVIRONMENT when a tool or space is missing
  Muxer open(MuxRequest request);
}
