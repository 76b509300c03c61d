/// The keyframe splitter `list`: takes its keyframes from a file.
///
/// @provides org.rav1ebygop.api.spi.KeyframeSplitterProvider `list`
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.splitter.list {
  requires com.google.gson;
  requires org.rav1ebygop.api;

  provides org.rav1ebygop.api.spi.KeyframeSplitterProvider with
      org.rav1ebygop.splitter.list.ListSplitterProvider;
}
