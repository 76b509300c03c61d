/// Values of the domain: formats, frames, GOPs, packets, settings, failures.
package org.rav1ebygop.api;
