/// A plugin for rav1e-by-gop: the keyframe splitter `flash`.
module com.example.flash {
  requires org.rav1ebygop.api;

  provides org.rav1ebygop.api.spi.KeyframeSplitterProvider with
      com.example.flash.FlashProvider;
}
