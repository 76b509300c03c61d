/// On top of any splitter: keyframes that the user wants, and threads that share its work.
package org.rav1ebygop.engine.splitting;
