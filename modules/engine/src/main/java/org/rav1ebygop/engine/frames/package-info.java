/// Frames on their way from the source to the slots.
package org.rav1ebygop.engine.frames;
