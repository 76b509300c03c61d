#!/usr/bin/env bash
# Two workers of one slot on loopback against two slots of this machine: wall time by turns, bytes
# on the line against raw frames, and what the workers take in memory. Then the same over a network
# that is slower than the encoders, so that frames are compressed.
#   bench/remote.sh FILM.y4m [RUNS [OPTIONS OF THE ENCODE...]]
# LINK=BYTES is what that network takes from each connection in a second, 1000000 without it.
set -euo pipefail
cd "$(dirname "$0")/.."
film=$(realpath "$1")
runs=${2:-5} rate=${LINK:-1000000}
shift $(($# < 2 ? $# : 2))
# By default GOPs of other machines are decoded, those of this one are not.
[[ " $* " = *" --verify "* ]] || set -- "$@" --verify structure
bin=$PWD/jlink/target/rav1e-by-gop/bin
[ -x "$bin/rav1e-worker" ] || { echo "no image: run ./dev image first" >&2; exit 5; }
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
export SERVER_PASSWORD=bench-bench-bench-bench
pids=() ports=()
trap 'kill "${pids[@]}" 2>/dev/null; wait; rm -rf "$work"' EXIT
table() { printf '[[workers]]\nhost = "127.0.0.1"\nport = %s\npassword = "%s"\n' "$1" "$SERVER_PASSWORD"; }
for n in 1 2; do
  "$bin/rav1e-worker" --ip 127.0.0.1 --port 0 --threads 1 2>"$work/worker$n.log" &
  pids+=($!)
  until grep -qs 'port [0-9]' "$work/worker$n.log"; do sleep 0.1; done
  ports+=("$(sed -n 's/.* port \([0-9]*\).*/\1/p' "$work/worker$n.log" | head -1)")
  table "${ports[-1]}" >>"$work/farm.toml"
done
mkfifo "$work/links" "$work/commands"
exec 3<>"$work/commands"
"$java" jlink/src/test/java/org/rav1ebygop/image/Links.java "${ports[0]}:$rate" "${ports[1]}:$rate" <&3 >"$work/links" &
pids+=($!)
read -r -a links <"$work/links" || { echo "the links do not start: Java 25 is needed, in JAVA_HOME" >&2; exit 5; }
for port in "${links[@]}"; do table "$port" >>"$work/slow.toml"; done
chmod 600 "$work"/*.toml
cd "$work"
one() { # NAME OPTIONS...
  local name=$1 begin end
  shift
  rm -f out.ivf
  begin=$(date +%s%N)
  "$bin/rav1e-by-gop" "$film" -o out.ivf --no-progress --json "$name.json" "$@" >"$name.txt" 2>&1 ||
    { cat "$name.txt" >&2; exit 4; }
  end=$(date +%s%N)
  echo $(((end - begin) / 1000000)) >>"$name.ms"
  sha256sum <out.ivf >>sums
  grep '"event":"progress"' "$name.json" | tail -1 | sed 's/.*"workers"//' | grep -o '"sent":[0-9]*' | cut -d: -f2 |
    awk -v raw="$(raw "$name.json")" '{s += $1} END {print s, raw}' >>"$name.sent"
}
# Bytes of all frames of a run.
raw() {
  local size frames
  read -r -a size < <(head -1 "$film" | sed 's/^[^ ]* W\([0-9]*\) H\([0-9]*\).*/\1 \2/')
  frames=$(sed -n 's/.*"event":"summary".*"frames":\([0-9]*\),"framesReused.*/\1/p' "$1")
  echo $((frames * size[0] * size[1] * 3 / 2))
}
on_the_line() { awk -v name="$1" '{s += $1; r += $2} END {printf "%s: %.1f MB sent for %.1f MB of frames, %.3f\n", name, s / NR / 1e6, r / NR / 1e6, s / r}' "$2.sent"; }
for _ in $(seq "$runs"); do
  one local --local-workers 2 "$@"
  one remote --workers farm.toml --no-local "$@"
done
one slow --workers slow.toml --no-local "$@"
[ "$(sort -u sums | wc -l)" = 1 ] || { echo "the films differ" >&2; exit 1; }
paste local.ms remote.ms | awk '{r = $2 / $1; s += r; if (!n++ || r < lo) lo = r; if (r > hi) hi = r; l += $1; m += $2}
  END {printf "wall: local %.1f s, remote %.1f s, remote/local %.3f (%.3f-%.3f), %d runs by turns\n", l/n/1000, m/n/1000, s/n, lo, hi, n}'
on_the_line "loopback" remote
on_the_line "$rate bytes/s for each connection, $(awk '{printf "%.1f", $1 / 1000}' slow.ms) s" slow
grep -A4 'worker  ' slow.txt
for pid in "${pids[@]:0:2}"; do
  printf 'worker %s: highest RSS %s kB\n' "$pid" "$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$pid/status")"
done
