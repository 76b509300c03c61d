#!/usr/bin/env bash
# What it takes to keep 50 slots of five workers on loopback fed: CPU of the client, and how long
# slots were idle. The encoder is replaced by one that replays recorded packets at a fixed rate, and
# the film is one GOP, over and over, so that the packets are those of its frames.
#   bench/slots.sh FILM.y4m FPS_OF_A_SLOT [GOPS [FRAMES OF A GOP [OPTIONS OF THE ENCODE...]]]
set -euo pipefail
cd "$(dirname "$0")/.."
film=$(realpath "$1")
fps=$2 gops=${3:-250} frames=${4:-24}
shift $(($# < 4 ? $# : 4))
image=$PWD/jlink/target/rav1e-by-gop
[ -x "$image/bin/rav1e-worker" ] || { echo "no image: run ./dev image first" >&2; exit 5; }
work=$(mktemp -d)
export SERVER_PASSWORD=bench-bench-bench-bench
export REPLAY_FPS=$fps REPLAY_GOP=$work/gop.ivf REPLAY_RAV1E=$image/lib/rav1e/rav1e REPLAY_LOG=$work/replayed
replay=$PWD/bench/replay.pl
pids=()
trap 'kill "${pids[@]}" 2>/dev/null; wait; rm -rf "$work"' EXIT

frame_bytes() { head -1 "$1" | sed -n 's/.*W\([0-9]*\) H\([0-9]*\) .*/\1 \2/p' | awk '{print $1 * $2 * 3 / 2 + 6}'; }
header=$(head -1 "$film" | wc -c)
head -c $((header + frames * $(frame_bytes "$film"))) "$film" >"$work/gop.y4m"
settings=(--speed 6 --splitter fixed --keyint "$frames" --no-progress)
"$image/bin/rav1e-by-gop" "$work/gop.y4m" -o "$work/gop.ivf" "${settings[@]}" >"$work/gop.txt" 2>&1
tail -c +$((header + 1)) "$work/gop.y4m" >"$work/frames"
{
  head -1 "$film"
  for _ in $(seq "$gops"); do cat "$work/frames"; done
} >"$work/film.y4m"

for n in 1 2 3 4 5; do
  RAV1E_BY_GOP_OPTS=-XX:ActiveProcessorCount=10 "$image/bin/rav1e-worker" --ip 127.0.0.1 --port 0 --threads 10 \
    --memory unlimited --rav1e "$replay" 2>"$work/worker$n.log" &
  pids+=($!)
  until grep -qs 'port [0-9]' "$work/worker$n.log"; do sleep 0.1; done
  port=$(sed -n 's/.* port \([0-9]*\).*/\1/p' "$work/worker$n.log" | head -1)
  printf '[[workers]]\nhost = "127.0.0.1"\nport = %s\npassword = "%s"\n' "$port" "$SERVER_PASSWORD" >>"$work/farm.toml"
done
chmod 600 "$work/farm.toml"

: >"$REPLAY_LOG"
"$image/bin/rav1e-by-gop" "$work/film.y4m" -o "$work/out.ivf" "${settings[@]}" --rav1e "$replay" \
  --workers "$work/farm.toml" --no-local "$@" >"$work/client.txt" 2>&1 &
client=$!
# Time, CPU seconds of the process, of the children it has waited for.
ticks=$(getconf CLK_TCK)
while kill -0 $client 2>/dev/null; do
  sed 's/.*) //' /proc/$client/stat 2>/dev/null |
    awk -v t="$(date +%s.%N)" -v c="$ticks" '{print t, ($12 + $13) / c, ($14 + $15) / c}' >>"$work/cpu" || true
  sleep 0.2
done
wait $client || { cat "$work/client.txt" >&2; exit 4; }
grep -A8 'worker  ' "$work/client.txt"
# While all slots are in use: from when each has had a GOP or two until the last one began.
sort -n "$REPLAY_LOG" | awk -v fps="$fps" -v bytes="$(frame_bytes "$film")" -v cpu="$work/cpu" '
  { begin[NR] = $1; end[NR] = $2; paced[NR] = $3 }
  END {
    if (NR < 150) { print NR " GOPs are too few" > "/dev/stderr"; exit 1 }
    from = begin[101]; to = begin[NR]; window = to - from
    for (i = 1; i <= NR; i++) {
      overlap = (end[i] < to ? end[i] : to) - (begin[i] > from ? begin[i] : from)
      if (overlap > 0) { running += overlap; busy += overlap * paced[i] / (end[i] - begin[i]) }
    }
    while ((getline line < cpu) > 0) {
      split(line, f, " ")
      if (f[1] < from) { t = f[1]; own = f[2]; others = f[3] }
      if (f[1] < to) { t2 = f[1]; own2 = f[2]; others2 = f[3] }
      whole = f[2]
    }
    printf "%.0f s in which 50 slots of %s fps had work (%.0f frames/s, %.0f MB/s): client %.2f cores, its decoders %.2f; slots idle %.1f %%, %.1f %% between GOPs\n",
      window, fps, busy * fps / window, busy * fps * bytes / window / 1e6, (own2 - own) / (t2 - t), (others2 - others) / (t2 - t), 100 * (1 - busy / 50 / window), 100 * (1 - running / 50 / window)
    printf "client, whole run: %.1f s of CPU\n", whole
  }'
