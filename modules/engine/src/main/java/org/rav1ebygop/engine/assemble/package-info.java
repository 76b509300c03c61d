/// From stored GOPs to the output, and the proof that all of the film is in it.
package org.rav1ebygop.engine.assemble;
