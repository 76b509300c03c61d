/// Keyframe splitters: `scenecut` finds where the scene changes, `fixed` counts frames.
///
/// @provides org.rav1ebygop.api.spi.KeyframeSplitterProvider `scenecut` and `fixed`
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.splitter.scenecut {
  requires org.rav1ebygop.api;

  provides org.rav1ebygop.api.spi.KeyframeSplitterProvider with
      org.rav1ebygop.splitter.scenecut.ScenecutSplitterProvider,
      org.rav1ebygop.splitter.scenecut.FixedSplitterProvider;
}
