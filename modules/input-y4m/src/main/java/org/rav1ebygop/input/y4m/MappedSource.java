package org.rav1ebygop.input.y4m;

import java.nio.file.Path;
import org.rav1ebygop.api.Frame;
import org.rav1ebygop.api.SourceFingerprint;
import org.rav1ebygop.api.VideoFormat;
import org.rav1ebygop.api.spi.SeekableSource;
import org.rav1ebygop.y4m.Faults;

/// A y4m file. Its frames are slices of the mapped file.
final class MappedSource implements SeekableSource {
  private final MappedFile file;
  private final MappedFrames frames;

  private MappedSource(MappedFile file, MappedFrames frames) {
    this.file = file;
    this.frames = frames;
  }

  static MappedSource open(String name, Path path) {
    var faults = new Faults(name);
    var file = MappedFile.open(faults, path);
    try {
      return new MappedSource(file, MappedFrames.of(faults, file.bytes()));
    } catch (InternalError e) {
      file.close();
      throw faults.lost(e);
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  @Override
  public VideoFormat format() {
    return frames.format();
  }

  @Override
  public long frameCount() {
    return frames.index().count();
  }

  @Override
  public Frame frame(long index) {
    file.requireWhole();
    try {
      return frames.frame(index);
    } catch (InternalError e) {
      throw file.faults().lost(e);
    }
  }

  @Override
  public void release(long index) {
    ResidentPages.release(frames.frame(index).data());
  }

  @Override
  public SourceFingerprint fingerprint() {
    return file.fingerprint();
  }

  @Override
  public void close() {
    file.close();
  }
}
