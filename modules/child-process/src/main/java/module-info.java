/// Child processes that do not take anything else down with them: finds programs, starts them,
/// feeds them without copies, keeps the end of what they say, and ends them with all they started.
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.child.process {
  requires transitive org.rav1ebygop.api;
  requires static com.google.errorprone.annotations;

  exports org.rav1ebygop.child.process;
}
