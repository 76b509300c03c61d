/// Memory and disk while a job runs: fewer slots before the machine runs out of memory, an orderly
/// stop before a disk is full.
package org.rav1ebygop.engine.resources;
