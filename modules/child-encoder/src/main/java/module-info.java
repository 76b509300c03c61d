/// What encoder backends have in common whose encoder is a program that reads y4m from a pipe and
/// writes IVF to another: a process for each GOP, which may crash, hang or be killed without harm
/// to anything else.
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.child.encoder {
  requires transitive org.rav1ebygop.child.process;
  requires org.rav1ebygop.av1;
  requires org.rav1ebygop.y4m;
  requires static com.google.errorprone.annotations;

  exports org.rav1ebygop.child.encoder;
}
