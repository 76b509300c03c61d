package org.rav1ebygop.api;

/// How bright the content gets (CTA-861.3), in candela per square metre.
///
/// @param maxContentLightLevel brightest pixel of the film, 0–65535
/// @param maxFrameAverageLightLevel brightest frame average, 0–65535
public record ContentLight(int maxContentLightLevel, int maxFrameAverageLightLevel) {}
