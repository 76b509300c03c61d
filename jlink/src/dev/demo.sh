# Sourced by ./dev: encodes the demo clip and checks the result against one rav1e.

make_film() {
  [ -s "$1" ] || {
    mkdir -p "$(dirname "$1")"
    dav1d -q -i jlink/src/demo/big-buck-bunny.ivf -o "$1"
  }
}

# Frames of a y4m file of 8 bits, 4:2:0.
y4m_frames() {
  local header width height
  header=$(head -n 1 "$1")
  width=${header#* W} && width=${width%% *}
  height=${header#* H} && height=${height%% *}
  echo $((($(wc -c <"$1") - ${#header} - 1) / (width * height + 2 * ((width + 1) / 2) * ((height + 1) / 2) + 6)))
}

# Frames that dav1d decodes from a film.
decoded_frames() {
  dav1d -i "$1" --muxer null -o /dev/null 2>&1 | tr '\r' '\n' | sed -n 's|^Decoded \([0-9]*\)/.*|\1|p' | tail -1
}

# Runs a command, which prints what it likes, and sets `took` to its seconds.
timed() {
  local TIMEFORMAT=%R
  exec 3>&1 4>&2
  took=$({ time "$@" 1>&3 2>&4; } 2>&1)
  exec 3>&- 4>&-
}

demo() {
  build_image
  need dav1d
  local directory=$ROOT/jlink/target/demo rav1e took ours single frames decoded same
  rav1e=$(rav1e_path)
  make_film "$directory/demo.y4m"
  cd "$directory"
  rm -rf demo.ivf* single.ivf
  say "" '$ bin/rav1e-by-gop demo.y4m -o demo.ivf --speed 10'
  timed "$IMAGE/bin/rav1e-by-gop" demo.y4m -o demo.ivf --speed 10
  ours=$took
  say "" '$ rav1e demo.y4m -o single.ivf --speed 10 --threads 1'
  timed "$rav1e" demo.y4m -o single.ivf --speed 10 --threads 1 --quiet -y
  single=$took

  frames=$(y4m_frames demo.y4m)
  decoded=$(decoded_frames demo.ivf)
  [ "$frames" = "$decoded" ] || fail "demo: $frames frames went in, dav1d decodes ${decoded:-none}"
  same=$("$JAVA_HOME/bin/java" "$ROOT/jlink/src/demo/ComparePackets.java" demo.ivf single.ivf) ||
    fail "demo: demo.ivf is not what one rav1e writes"
  say "" \
    "complete: $frames frames in, $decoded decoded by dav1d from $directory/demo.ivf" \
    "as good:  $same as one untiled rav1e with one thread"
  awk -v single="$single" -v ours="$ours" -v cores="$(getconf _NPROCESSORS_ONLN)" 'BEGIN {
    printf "sooner:   %.1f s instead of %.1f s on %d cores, %.1f times\n", ours, single, cores, single / ours }' >&2
}
