/// Four providers by somebody who has nothing but the sdk folder of an image.
module org.stranger {
  requires org.rav1ebygop.api;

  provides org.rav1ebygop.api.spi.InputReaderProvider with
      org.stranger.Ramp;
  provides org.rav1ebygop.api.spi.EncoderBackendProvider with
      org.stranger.Aom;
  provides org.rav1ebygop.api.spi.TransportProvider with
      org.stranger.OneByOne;
  provides org.rav1ebygop.api.spi.MuxerProvider with
      org.stranger.Sizes;
}
