package org.rav1ebygop.worker;

/// The help.
final class Help {
  static final String TEXT =
      """
      rav1e-worker encodes GOPs for rav1e-by-gop on other machines, many at a time and for several
      clients at once, until it gets a TERM signal.

      Usage: SERVER_PASSWORD_FILE=... rav1e-worker [options]

      Environment:
        SERVER_PASSWORD             What clients must know; mandatory, unless the transport decides who
                                    may come. It never goes over the network
        SERVER_PASSWORD_FILE        A file with it, in place of SERVER_PASSWORD: other processes of the
                                    same user can read an environment
        TLS_CERT_PATH               PEM files with the certificate (and its chain) and its key, PKCS#8:
        TLS_KEY_PATH                together they switch TLS on. Without TLS, films go over the network
                                    as they are; only the password is protected

      Listening:
            --ip, --host ADDRESS    Address to listen at: IPv4, IPv6 or a name (default 0.0.0.0)
        -p, --port N                Port (default 13415); 0 takes any that is free and says which
            --transport ID          How clients come: websocket (default), or one of a plugin
            --transport-option NAME=VALUE
                                    An option of the transport, may be repeated; --NAME VALUE does the
                                    same. 'rav1e-by-gop plugins --verbose' lists them
            GET /healthz answers with JSON: slots, busy, clients, draining, version; status 503 while
            it drains

      Encoding:
            --threads N             How many GOPs to encode at a time (default: as many as CPUs)
            --rav1e FILE            The rav1e to use (default: the one that comes with this program)
            --memory light|heavy|unlimited
                                    How much of the free memory encoders may take: leave half
                                    (default), a fifth, or do not look. Slots are counted for rav1e
                                    at 1080p; films with larger pictures get fewer of them
            --temp-dir FOLDER       Let frames that have come before the encoder wants them wait there
                                    instead of at the client

      Certificates:
            --generate-cert         Make a key and a self-signed certificate, print what to do with
                                    them, and end. They go to TLS_CERT_PATH and TLS_KEY_PATH, else to
                                    worker-cert.pem and worker-key.pem in the current folder
            --cert-host NAME        Name or address in the certificate; can be given several times
                                    (default: the name of this machine, and localhost)

      Signals: TERM and INT end it, with exit code 0; what is being encoded goes back to the clients,
      who encode it elsewhere. A second one ends it at once.
            --drain                 On TERM, end what is being encoded first, but take nothing new

      Help:
        -v, --verbose               Log every GOP that begins, too
            --quiet                 Log only what is wrong
            --debug                 Log everything, and show a stack trace when something fails
        -V, --version               Show the version
        -h, --help                  Show this help

      Exit codes: 0 stopped by a signal, 2 wrong usage, 5 something is missing here (an encoder, the
      port, permission), 70 a bug.
      """;

  private Help() {}
}
