/// Kernels for PSNR and SSIM, and their sums over frames.
package org.rav1ebygop.metrics;
