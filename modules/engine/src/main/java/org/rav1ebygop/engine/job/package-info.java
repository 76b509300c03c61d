/// What a job tells: events, status, result.
package org.rav1ebygop.engine.job;
