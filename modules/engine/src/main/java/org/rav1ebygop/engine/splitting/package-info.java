/// Keyframes that the user wants, on top of those that a splitter finds.
package org.rav1ebygop.engine.splitting;
