#!/usr/bin/env bash
# Peak resident set of one encoder process at work for the image, beside what is estimated before it starts
# (docs/encoder-memory.md). 4:2:0 in 8 bits.
#   bench/encoders.sh IMAGE FILM.y4m SPEED FRAMES
set -euo pipefail
image=$1 film=$2 speed=$3 frames=$4
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT

"$image/bin/rav1e-by-gop" "$film" -o /dev/null -s "$speed" --limit "$frames" --keyint "$frames" --splitter fixed \
  --local-workers 1 --temp "$temp" 2>/dev/null &
pid=$!
peak=0
while kill -0 "$pid" 2>/dev/null; do
  for child in $(pgrep -P "$pid" -x rav1e || true); do
    now=$(awk '/VmHWM/ {print $2}' "/proc/$child/status" 2>/dev/null || true)
    [ "${now:-0}" -le "$peak" ] || peak=$now
  done
  sleep 0.05
done
wait "$pid"
head -1 "$film" | awk -v speed="$speed" -v peak="$peak" '{
  pixels = substr($2, 2) * substr($3, 2)
  lookahead = speed >= 9 ? 10 : speed >= 6 ? 20 : speed >= 3 ? 30 : 40
  estimate = 48 + (125 * 1.5 + 12 * lookahead) * pixels / 1048576
  printf "%s %s speed %d: %.1f MiB measured, %.1f MiB estimated\n", $2, $3, speed, peak / 1024, estimate
}'
