# Sourced by ./dev, after rav1e.sh: gets a recent librav1e for the image, in the same way as rav1e.

LIBRAV1E_BUNDLE=$CACHE/librav1e/bundle

need_librav1e() {
  if [ ! -f "$LIBRAV1E_BUNDLE/librav1e.so" ] && [ ! -e "$CACHE/librav1e/not-fetched" ]; then
    mkdir -p "$CACHE/librav1e"
    if ! fetch_librav1e >>"$CACHE/log/librav1e.log" 2>&1; then
      touch "$CACHE/librav1e/not-fetched"
      say "librav1e: none could be fetched for the image, that of the machine is used ($CACHE/log/librav1e.log); remove $CACHE/librav1e to try again"
    fi
  fi
}

# The library that tests load by its name. On Debian and Ubuntu it comes with ffmpeg.
need_system_librav1e() {
  case $(ldconfig -p 2>/dev/null) in
    *librav1e.so*) return ;;
  esac
  command -v apt-get >/dev/null || missing "Missing: librav1e. Install it with $(installer) and start again."
  say "installing librav1e"
  apt_install "$(recent_package || echo librav1e0)" || missing "apt-get could not install librav1e: $CACHE/log/apt.log says why."
}

# The newest librav1e0.N that the system's own sources have.
recent_package() {
  apt-cache search --names-only '^librav1e0[.][0-9]+$' | awk '{print $1}' | sort -V | tail -1 | grep .
}

fetch_librav1e() (
  command -v apt-get >/dev/null || exit 1
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  cd "$scratch"
  if recent_package >package; then
    download "$(cat package)"
  else
    download_from_trixie librav1e0.7
  fi || exit 1
  dpkg-deb -x librav1e0*.deb x
  rm -rf "$LIBRAV1E_BUNDLE" "$LIBRAV1E_BUNDLE.new"
  mkdir -p "$LIBRAV1E_BUNDLE.new"
  cp -L x/usr/lib/*/librav1e.so.0.? "$LIBRAV1E_BUNDLE.new/librav1e.so" || exit 1
  cp x/usr/share/doc/librav1e0*/copyright "$LIBRAV1E_BUNDLE.new"
  mv "$LIBRAV1E_BUNDLE.new" "$LIBRAV1E_BUNDLE"
)
