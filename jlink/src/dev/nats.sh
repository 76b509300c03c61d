# Sourced by ./dev: gets the nats-server that tests start, without touching the system. Debian 12 has
# one that is too old to mean anything.

need_nats() {
  if [ ! -x "$CACHE/nats/usr/sbin/nats-server" ] && [ ! -e "$CACHE/nats/not-fetched" ]; then
    mkdir -p "$CACHE/nats"
    if ! fetch_nats >>"$CACHE/log/nats.log" 2>&1; then
      touch "$CACHE/nats/not-fetched"
      say "nats-server: none could be fetched ($CACHE/log/nats.log), tests of NATS are skipped without one in the PATH; remove $CACHE/nats to try again"
    fi
  fi
}

fetch_nats() (
  command -v apt-get >/dev/null || exit 1
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  cd "$scratch"
  candidate=$(apt-cache policy nats-server | awk '/Candidate:/ {print $2}')
  if dpkg --compare-versions "${candidate:-0}" ge 2.10; then
    download nats-server
  else
    download_from_trixie nats-server
  fi || exit 1
  dpkg-deb -x nats-server_*.deb x
  x/usr/sbin/nats-server --version || exit 1
  mkdir -p "$CACHE/nats/usr/sbin"
  cp x/usr/share/doc/nats-server/copyright "$CACHE/nats"
  mv x/usr/sbin/nats-server "$CACHE/nats/usr/sbin/nats-server"
)
