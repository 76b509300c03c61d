/// The muxers `mkv`, `webm` and `mp4`: an ffmpeg child process joins the film with the sound,
/// subtitles, chapters and attachments of its source.
///
/// @provides org.rav1ebygop.api.spi.MuxerProvider `mkv`, `webm` and `mp4`
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.plugin.containers {
  requires org.rav1ebygop.api;
  requires org.rav1ebygop.av1;
  requires org.rav1ebygop.background;
  requires org.rav1ebygop.child.film;
  requires org.rav1ebygop.child.process;

  provides org.rav1ebygop.api.spi.MuxerProvider with
      org.rav1ebygop.plugin.containers.MkvProvider,
      org.rav1ebygop.plugin.containers.Mp4Provider,
      org.rav1ebygop.plugin.containers.WebmProvider;
}
