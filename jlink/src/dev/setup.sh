# Sourced by ./dev: finds or installs what building and testing need.

say() { printf "%s\n" "$@" >&2; }

fail() {
  say "$@"
  exit "${FAIL_CODE:-1}"
}

missing() { FAIL_CODE=5 fail "$@"; }

# Lines Maven adds to every error.
NOISE='^\[ERROR\] \[Help|-X switch|-e switch|^\[ERROR\] *$|resume the build|mvn <args>|read the following'

# Runs Maven quietly: only test classes and modules as they come, and on failure what went wrong.
# maven LOG ARGUMENT...
maven() {
  local log=$CACHE/log/$1.log
  shift
  # A compiler that runs for a minute never earns back what the second stage of the JIT costs.
  export MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
  if mvn -B -ntp "$@" 2>&1 | tee "$log" | awk -f jlink/src/dev/progress.awk >&2; then
    return 0
  fi
  if ! grep -E '^\[ERROR\]|^Error|COMPILATION' "$log" | grep -vE "$NOISE" | head -60 >&2; then
    tail -20 "$log" >&2
  fi
  say "failed; all of it is in $log"
  return 1
}

# The major version of the JDK in a directory, or 0.
jdk_version() {
  local version=0
  if [ -x "$1/bin/javac" ] && [ -x "$1/bin/jlink" ] && [ -r "$1/release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  fi
  echo "${version:-0}"
}

find_jdk() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*25* /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* \
    "$(/usr/libexec/java_home -v 25 2>/dev/null || true)"; do
    if [ -n "$home" ] && [ "$(jdk_version "$home")" -ge 25 ]; then
      echo "$home"
      return
    fi
  done
  return 1
}

need_jdk() {
  local home
  if ! home=$(find_jdk); then
    missing "No JDK 25 found. Install one (a package named temurin-25-jdk or openjdk-25-jdk; brew install --cask temurin@25; sdk install java 25-tem), or set JAVA_HOME to it, and start again."
  fi
  export JAVA_HOME=$home
}

# Installs programs that are not there: need PROGRAM...
need() {
  local program packages=
  for program in "$@"; do
    command -v "$program" >/dev/null || packages="$packages $(package_of "$program")"
  done
  [ -n "$packages" ] || return 0
  command -v apt-get >/dev/null || missing "Missing:$packages. Install with $(installer)$packages and start again."
  say "installing$packages"
  # shellcheck disable=SC2086 # a list of packages
  apt_install $packages || missing "apt-get could not install$packages: $CACHE/log/apt.log says why."
}

# The package a program is in.
package_of() {
  case $1 in
    mvn) echo maven ;;
    SvtAv1EncApp) echo svt-av1 ;;
    aomenc) echo aom-tools ;;
    mkvinfo) echo mkvtoolnix ;;
    *) echo "$1" ;;
  esac
}

# Only Linux has it; without it, exact moments are replaced by random ones.
need_strace() {
  [ "$(uname -s)" != Linux ] || need strace
}

installer() {
  local manager
  for manager in 'brew install' 'dnf install' 'pacman -S' 'zypper install' 'apk add'; do
    if command -v "${manager%% *}" >/dev/null; then
      echo "$manager"
      return
    fi
  done
  echo "your package manager:"
}

apt_install() {
  local package
  for package in "$@"; do
    if [ -z "$(apt-cache madison "$package" 2>/dev/null)" ]; then
      as_root apt-get -q update
      break
    fi
  done
  as_root apt-get -qy install --no-install-recommends "$@" || {
    as_root apt-get -q update && as_root apt-get -qy install --no-install-recommends "$@"
  }
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    env DEBIAN_FRONTEND=noninteractive "$@" >>"$CACHE/log/apt.log" 2>&1
  elif command -v sudo >/dev/null; then
    sudo env DEBIAN_FRONTEND=noninteractive "$@" >>"$CACHE/log/apt.log" 2>&1
  else
    missing "Not root, and there is no sudo: run as root: $*"
  fi
}
