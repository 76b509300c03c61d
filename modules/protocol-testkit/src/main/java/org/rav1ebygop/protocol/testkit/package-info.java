/// The contract of [org.rav1ebygop.protocol.Carrier].
package org.rav1ebygop.protocol.testkit;
