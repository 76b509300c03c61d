# Sourced by ./dev: gets a recent rav1e, which is twice as fast as the 0.5.1 of Debian 12, without
# touching the system. The package is taken from the distribution's own mirror and checked by apt.

BUNDLE=$CACHE/rav1e/bundle

# The rav1e to use: the fetched one, else that of the system.
rav1e_path() {
  if [ -x "$BUNDLE/rav1e" ]; then
    echo "$BUNDLE/rav1e"
  else
    command -v rav1e
  fi
}

need_rav1e() {
  if [ ! -x "$BUNDLE/rav1e" ] && [ ! -e "$CACHE/rav1e/not-fetched" ]; then
    mkdir -p "$CACHE/rav1e"
    if ! fetch_rav1e >>"$CACHE/log/rav1e.log" 2>&1; then
      touch "$CACHE/rav1e/not-fetched"
      say "rav1e: no recent one could be fetched ($CACHE/log/rav1e.log); remove $CACHE/rav1e to try again"
    fi
  fi
  [ -x "$BUNDLE/rav1e" ] || need rav1e
  say "$("$(rav1e_path)" --version | awk 'NR == 1 {print $1, $2}'): $(rav1e_path)"
}

fetch_rav1e() (
  command -v apt-get >/dev/null || exit 1
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  cd "$scratch"
  candidate=$(apt-cache policy rav1e | awk '/Candidate:/ {print $2}')
  if dpkg --compare-versions "${candidate:-0}" ge 0.7; then
    download rav1e
  else
    download_from_trixie rav1e
  fi || exit 1
  dpkg-deb -x rav1e_*.deb x
  x/usr/bin/rav1e --version || exit 1
  rm -rf "$BUNDLE" "$BUNDLE.new"
  mkdir -p "$BUNDLE.new"
  cp x/usr/bin/rav1e x/usr/share/doc/rav1e/copyright "$BUNDLE.new"
  mv "$BUNDLE.new" "$BUNDLE"
)

# download PACKAGE [OPTION...]: into the current directory.
download() {
  local package=$1
  shift
  local sandbox=
  [ "$(id -u)" != 0 ] || sandbox="-oAPT::Sandbox::User=root"
  apt-get -q ${sandbox:+"$sandbox"} "$@" download "$package"
}

# download_from_trixie PACKAGE: rav1e and librav1e of Debian 13 need glibc 2.34 and nothing else that
# is new. Lists and cache of this apt are in the scratch directory, so that of the system never hears
# of Debian 13.
download_from_trixie() {
  local package=$1
  . /etc/os-release
  [ "${ID:-}" = debian ] && [ -n "${VERSION_CODENAME:-}" ] || return 1
  local glibc
  glibc=$(getconf GNU_LIBC_VERSION) || return 1
  dpkg --compare-versions "${glibc#glibc }" ge 2.34 || return 1
  mkdir -p parts lists/partial cache/archives/partial
  trixie_sources "$VERSION_CODENAME"
  set -- -oDir::Etc::SourceList=/dev/null "-oDir::Etc::SourceParts=$PWD/parts" \
    "-oDir::State::Lists=$PWD/lists" "-oDir::Cache=$PWD/cache" -oAcquire::Languages=none
  # A third party's source may have no Debian 13: what counts is whether the download succeeds.
  apt-get -q $([ "$(id -u)" != 0 ] || echo -oAPT::Sandbox::User=root) "$@" update || true
  download "$package/trixie" "$@"
}

# This machine's own sources for its release, with Debian 13 in its place. Suites such as
# bookworm-security are left out: they are named otherwise there, and rav1e is not in them.
trixie_sources() {
  local file
  for file in /etc/apt/sources.list.d/*.sources; do
    [ ! -r "$file" ] || awk -v old="$1" -f "$ROOT/jlink/src/dev/deb822.awk" "$file"
  done >parts/trixie.sources
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ ! -r "$file" ] || awk -v old="$1" '$1 == "deb" {
      for (i = 2; i < NF; i++) if ($i == old && $(i - 1) ~ /:/) { $i = "trixie"; print }
    }' "$file"
  done >parts/trixie.list
}
