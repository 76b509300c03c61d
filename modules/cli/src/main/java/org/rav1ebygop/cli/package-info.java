/// Arguments, progress, exit codes.
package org.rav1ebygop.cli;
