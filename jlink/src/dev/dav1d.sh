# Sourced by ./dev: gets the dav1d of the distribution, with the library it needs, without touching
# the system. An image that has it decodes on machines without dav1d.

DAV1D_BUNDLE=$CACHE/dav1d/bundle

need_dav1d() {
  if [ ! -x "$DAV1D_BUNDLE/dav1d" ] && [ ! -e "$CACHE/dav1d/not-fetched" ]; then
    mkdir -p "$CACHE/dav1d"
    if ! fetch_dav1d >>"$CACHE/log/dav1d.log" 2>&1; then
      touch "$CACHE/dav1d/not-fetched"
      say "dav1d: none could be fetched for the image, that of the machine is used ($CACHE/log/dav1d.log); remove $CACHE/dav1d to try again"
    fi
  fi
}

fetch_dav1d() (
  command -v apt-get >/dev/null || exit 1
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  cd "$scratch"
  # Older ones have other options.
  candidate=$(apt-cache policy dav1d | awk '/Candidate:/ {print $2}')
  dpkg --compare-versions "${candidate:-0}" ge 1.0 || exit 1
  download dav1d || exit 1
  library=$(dpkg-deb -f dav1d_*.deb Depends | tr ',' '\n' | awk '$1 ~ /^libdav1d/ {print $1}')
  download "$library" || exit 1
  dpkg-deb -x dav1d_*.deb x && dpkg-deb -x "$library"_*.deb x || exit 1
  rm -rf "$DAV1D_BUNDLE" "$DAV1D_BUNDLE.new"
  mkdir -p "$DAV1D_BUNDLE.new"
  cp -L x/usr/bin/dav1d x/usr/lib/*/libdav1d.so.[0-9] "x/usr/share/doc/$library/copyright" "$DAV1D_BUNDLE.new"
  LD_LIBRARY_PATH=$DAV1D_BUNDLE.new "$DAV1D_BUNDLE.new/dav1d" --version || exit 1
  mv "$DAV1D_BUNDLE.new" "$DAV1D_BUNDLE"
)
