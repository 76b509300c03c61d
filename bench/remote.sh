#!/usr/bin/env bash
# Two workers of one slot on loopback against two slots of this machine: wall time by turns, bytes
# on the line against raw frames, and what the workers take in memory.
#   bench/remote.sh FILM.y4m [RUNS] [OPTIONS OF THE ENCODE...]
set -euo pipefail
cd "$(dirname "$0")/.."
film=$(realpath "$1")
runs=${2:-5}
shift $(($# < 2 ? $# : 2))
bin=$PWD/jlink/target/rav1e-by-gop/bin
[ -x "$bin/rav1e-worker" ] || { echo "no image: run ./dev image first" >&2; exit 5; }
work=$(mktemp -d)
export SERVER_PASSWORD=bench-bench-bench-bench
pids=()
trap 'kill "${pids[@]}" 2>/dev/null; wait; rm -rf "$work"' EXIT
for n in 1 2; do
  "$bin/rav1e-worker" --ip 127.0.0.1 --port 0 --threads 1 2>"$work/worker$n.log" &
  pids+=($!)
  until grep -qs 'port [0-9]' "$work/worker$n.log"; do :; done
  port=$(sed -n 's/.* port \([0-9]*\).*/\1/p' "$work/worker$n.log" | head -1)
  printf '[[workers]]\nhost = "127.0.0.1"\nport = %s\npassword = "%s"\n' "$port" "$SERVER_PASSWORD" >>"$work/farm.toml"
done
chmod 600 "$work/farm.toml"
cd "$work"
one() { # NAME OPTIONS...
  local name=$1 begin end
  shift
  rm -rf out.ivf
  begin=$(date +%s%N)
  "$bin/rav1e-by-gop" "$film" -o out.ivf --no-progress "$@" >"$name.txt" 2>&1 || { cat "$name.txt" >&2; exit 4; }
  end=$(date +%s%N)
  echo $(((end - begin) / 1000000)) >>"$name.ms"
  sha256sum <out.ivf >>sums
}
for _ in $(seq "$runs"); do
  one local --local-workers 2 "$@"
  one remote --workers farm.toml --no-local "$@"
done
[ "$(sort -u sums | wc -l)" = 1 ] || { echo "the films differ" >&2; exit 1; }
paste local.ms remote.ms | awk '{r = $2 / $1; s += r; if (!n++ || r < lo) lo = r; if (r > hi) hi = r; l += $1; m += $2}
  END {printf "wall: local %.1f s, remote %.1f s, remote/local %.3f (%.3f-%.3f), %d runs by turns\n", l/n/1000, m/n/1000, s/n, lo, hi, n}'
grep -A4 'worker  ' remote.txt
for pid in "${pids[@]}"; do
  printf 'worker %s: highest RSS %s kB\n' "$pid" "$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$pid/status")"
done
