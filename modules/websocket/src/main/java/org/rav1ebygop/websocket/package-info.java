/// Carriers over WebSockets.
package org.rav1ebygop.websocket;
