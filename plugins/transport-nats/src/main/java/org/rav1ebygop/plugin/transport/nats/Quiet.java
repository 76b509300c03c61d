package org.rav1ebygop.plugin.transport.nats;

import io.nats.client.ErrorListener;

/// Says nothing: without it the library writes to its log what the carriers notice themselves.
final class Quiet implements ErrorListener {}
