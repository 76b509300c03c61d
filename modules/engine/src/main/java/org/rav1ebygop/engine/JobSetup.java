package org.rav1ebygop.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import org.rav1ebygop.api.EncoderSettings;
import org.rav1ebygop.api.GopException;
import org.rav1ebygop.api.Options;
import org.rav1ebygop.api.SplitterSettings;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.EncoderBackend;
import org.rav1ebygop.api.spi.EncoderBackendProvider;
import org.rav1ebygop.api.spi.Input;
import org.rav1ebygop.api.spi.KeyframeSplitterProvider;
import org.rav1ebygop.api.spi.MuxerProvider;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.api.spi.Transport;
import org.rav1ebygop.api.spi.VideoSource;
import org.rav1ebygop.engine.job.FrameMemory;
import org.rav1ebygop.engine.job.OutputTarget;
import org.rav1ebygop.engine.job.StallTimeout;
import org.rav1ebygop.engine.proof.GopProof;
import org.rav1ebygop.engine.store.JobRecord;

/// Everything a job needs. What is opened stays the caller's to close, except transports, which the
/// job closes.
///
/// @param source what to encode
/// @param splitting how to find keyframes
/// @param encoding how to encode
/// @param transports who encodes, one or more
/// @param output where the film goes
/// @param state where finished GOPs are until the film is made
/// @param slots how many GOPs to encode at a time on this machine
/// @param acceptance what each GOP has to stand
public record JobSetup(
    Source source,
    Splitting splitting,
    Encoding encoding,
    List<Transport> transports,
    Output output,
    State state,
    Slots slots,
    Acceptance acceptance) {

  /// @param input as named by the user
  /// @param video opened
  /// @param format that of the video, or with a colour description set by the user
  /// @param limit frames to use at the most, 1 or more
  /// @param memory for the frames of a pipe that wait
  public record Source(
      Input input, VideoSource video, VideoFormat format, long limit, FrameMemory memory) {

    /// What it means that a thread of the job failed with this. Java makes an [InternalError] of a
    /// page of a mapped film that is not there any more or cannot be read from its disk.
    ///
    /// @param what the thread does
    GopException failure(String what, Throwable e) {
      return e instanceof InternalError && video instanceof SeekableSource film
          ? lost(film, e)
          : GopException.bug("%s failed: %s".formatted(what, e), e);
    }

    /// What the film itself says of its last frame, if it finds anything wrong with it.
    private GopException lost(SeekableSource film, Throwable e) {
      try {
        var _ = film.frame(film.frameCount() - 1);
      } catch (GopException known) {
        return known;
      } catch (InternalError _) {
        // nothing better is known
      }
      return new GopException(
          GopException.Kind.INPUT,
          "%s: a part of it cannot be read any more: it was cut off, or its disk fails; restore it and start again"
              .formatted(input.name()),
          e);
    }
  }

  /// @param provider makes the splitter
  /// @param settings of the splitter, resolved
  /// @param threads to find keyframes with at the most, 1 or more
  public record Splitting(
      KeyframeSplitterProvider provider, SplitterSettings settings, int threads) {}

  /// @param provider that opened the backend
  /// @param backend opened for the format and settings
  /// @param settings it was opened with
  public record Encoding(
      EncoderBackendProvider provider, EncoderBackend backend, EncoderSettings settings) {}

  /// @param muxer makes the container
  /// @param options of the muxer
  /// @param target where it goes
  public record Output(MuxerProvider muxer, Options options, OutputTarget target) {}

  /// @param folder of the job, which it makes
  /// @param kept whether finished GOPs are left in it for a later run when this one is interrupted;
  ///   they always are when it fails
  /// @param resumeWith options of the command line with which a later run finds them
  public record State(Path folder, boolean kept, String resumeWith) {
    /// One that a later run finds by itself.
    public static State at(Path folder) {
      return new State(folder, true, "--resume");
    }
  }

  /// @param atFirst that many to begin with, 1 or more
  /// @param most that many as soon as there is memory for them, `atFirst` or more
  /// @param keepFree bytes of memory that are to stay free, or 0 not to look at memory
  /// @param availableMemory bytes that can be taken without pushing others out
  public record Slots(int atFirst, int most, long keepFree, LongSupplier availableMemory) {
    /// Always this many.
    public static Slots fixed(int slots) {
      return new Slots(slots, slots, 0, () -> Long.MAX_VALUE);
    }
  }

  /// @param maxTries attempts at one GOP, 1 or more
  /// @param stallTimeout how long an encoder may make no progress
  /// @param proof what each GOP has to stand before it is done, if it is encoded on this machine
  /// @param proofElsewhere the same for other machines
  public record Acceptance(
      int maxTries, StallTimeout stallTimeout, GopProof proof, GopProof proofElsewhere) {}

  /// What decides the film's bytes, for comparing with the job an earlier run has left.
  JobRecord record() {
    return JobFacts.of(source, splitting, encoding);
  }
}
