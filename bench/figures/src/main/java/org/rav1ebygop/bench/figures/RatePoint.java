package org.rav1ebygop.bench.figures;

/// An encoding of a film.
///
/// @param quantizer it was told
/// @param kilobits in a second
/// @param psnr in decibel
/// @param ssim 0 to 1
record RatePoint(int quantizer, double kilobits, double psnr, double ssim) {}
