/// Curves of measurements, and what is computed from them.
package org.rav1ebygop.bench.chart;
