#!/usr/bin/env bash
# Peak resident set of the Java process alone while a 1080p film is encoded, for several --keyint.
#   bench/memory.sh IMAGE FILM.y4m FRAMES
set -euo pipefail
image=$1 film=$2 frames=$3
peak() { awk '/VmHWM/ {print $2}' "/proc/$1/status" 2>/dev/null; }
file_backed() { awk '/RssFile/ {print $2}' "/proc/$1/status" 2>/dev/null; }

# watch NAME COMMAND...: prints the peak in MB, and how much of the last sample were file mappings.
watch_peak() {
  local name=$1 pid last=0 mapped=0
  shift
  "$@" 2>/dev/null &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    last=$(peak "$pid" || echo "$last")
    mapped=$(file_backed "$pid" || echo "$mapped")
    [ -z "$last" ] || high=$last
    [ -z "$mapped" ] || [ "$mapped" -le "${most:-0}" ] || most=$mapped
    sleep 0.05
  done
  wait "$pid"
  printf '%-24s peak RSS %4d MB, of which file mappings up to %4d MB\n' "$name" $((high / 1024)) $((${most:-0} / 1024))
  high= most=
}

for keyint in 24 240 1000; do
  watch_peak "file, keyint $keyint" "$image/bin/rav1e-by-gop" "$film" -o /dev/null -s 10 --limit "$frames" --keyint "$keyint" --splitter fixed --temp "$(mktemp -d)"
done
