/// The input reader `ffmpeg`: films of any kind, decoded by an ffmpeg child process.
///
/// @provides org.rav1ebygop.api.spi.InputReaderProvider with the id `ffmpeg`
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.plugin.ffmpeg.input {
  requires org.rav1ebygop.api;
  requires org.rav1ebygop.child.film;
  requires org.rav1ebygop.child.process;
  requires static com.google.errorprone.annotations;

  provides org.rav1ebygop.api.spi.InputReaderProvider with
      org.rav1ebygop.plugin.ffmpeg.input.FfmpegReaderProvider;
}
