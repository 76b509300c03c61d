#!/usr/bin/env bash
# The greatest resident set of a worker's Java process while it encodes a film on so
# many slots, several times over.
#   bench/worker-memory.sh FILM.y4m [SLOTS [FILMS [OPTIONS OF THE ENCODE...]]]
set -euo pipefail
cd "$(dirname "$0")/.."
film=$(realpath "$1")
slots=${2:-2} films=${3:-3}
shift $(($# < 3 ? $# : 3))
bin=$PWD/jlink/target/rav1e-by-gop/bin
[ -x "$bin/rav1e-worker" ] || { echo "no image: run ./dev image first" >&2; exit 5; }
work=$(mktemp -d)
export SERVER_PASSWORD=bench-bench-bench-bench
"$bin/rav1e-worker" --ip 127.0.0.1 --port 0 --threads "$slots" 2>"$work/worker.log" &
pid=$!
trap 'kill $pid 2>/dev/null; wait; rm -rf "$work"' EXIT
until grep -qs 'port [0-9]' "$work/worker.log"; do sleep 0.1; done
port=$(sed -n 's/.* port \([0-9]*\).*/\1/p' "$work/worker.log" | head -1)
printf '[[workers]]\nhost = "127.0.0.1"\nport = %s\npassword = "%s"\n' "$port" "$SERVER_PASSWORD" >"$work/farm.toml"
chmod 600 "$work/farm.toml"
status() { awk '/^(VmHWM|VmRSS|RssAnon|RssFile)/ {printf "%s %d MB, ", $1, $2 / 1024}' "/proc/$pid/status" | sed 's/, $/\n/'; }
echo "idle:     $(status)"
for n in $(seq "$films"); do
  "$bin/rav1e-by-gop" "$film" -o "$work/out.ivf" --overwrite --no-progress --workers "$work/farm.toml" --no-local "$@" \
    >"$work/client.txt" 2>&1 || { cat "$work/client.txt" >&2; exit 4; }
  echo "film $n:   $(status)"
done
grep -A1 'worker  ' "$work/client.txt"
