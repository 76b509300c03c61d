/// Figures of measurements: tables and plots.
@NullMarked
package org.rav1ebygop.bench.figures;

import org.jspecify.annotations.NullMarked;
