package org.rav1ebygop.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The heading of the help under which an option stands.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@interface Section {
  String value();
}
