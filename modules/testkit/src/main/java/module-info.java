/// Contract tests for the service provider interfaces, one abstract class for each, and the films
/// and fakes they need. A plugin's tests extend the class of the interface it implements.
@org.jspecify.annotations.NullMarked
module org.rav1ebygop.testkit {
  requires transitive org.rav1ebygop.api;
  requires transitive org.junit.jupiter.api;

  exports org.rav1ebygop.testkit;
}
