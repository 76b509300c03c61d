/// What the machine has for encoders: CPUs and memory, as far as a container lets us.
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.machine {
  requires com.github.oshi.common;
  requires jdk.management;
  requires org.rav1ebygop.api;

  exports org.rav1ebygop.machine;
}
