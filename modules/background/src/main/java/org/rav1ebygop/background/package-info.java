/// Tasks in the background: [org.rav1ebygop.background.BackgroundTasks] starts them.
package org.rav1ebygop.background;
