/// The messages of the protocol and their bytes.
package org.rav1ebygop.protocol.message;
