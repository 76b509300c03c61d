/// YUV4MPEG2 ("y4m") headers, as `yuv4mpeg(5)` of mjpegtools describes them and rav1e reads them.
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.y4m {
  requires transitive org.rav1ebygop.api;

  exports org.rav1ebygop.y4m;
}
