package org.rav1ebygop.rav1e.settings;

/// What rav1e optimises for.
public enum Tune {
  PSNR,
  PSYCHOVISUAL
}
