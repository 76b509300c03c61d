/// Settings, formats and memory of rav1e.
package org.rav1ebygop.rav1e.settings;
