/// The input reader `vapoursynth`: scripts, run by a vspipe child process.
///
/// @provides org.rav1ebygop.api.spi.InputReaderProvider with the id `vapoursynth`
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.plugin.vapoursynth.input {
  requires org.rav1ebygop.api;
  requires org.rav1ebygop.child.film;
  requires org.rav1ebygop.child.process;

  provides org.rav1ebygop.api.spi.InputReaderProvider with
      org.rav1ebygop.plugin.vapoursynth.input.VapourSynthReaderProvider;
}
