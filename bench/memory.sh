#!/usr/bin/env bash
# Peak resident set of the Java process alone while a 1080p film is encoded: from the file, for several --keyint, and
# as fast as it can be read from a pipe, in little memory, in what is taken by default, and with the disk.
#   bench/memory.sh IMAGE FILM.y4m FRAMES
set -euo pipefail
image=$1 film=$2 frames=$3
peak() { awk '/VmHWM/ {print $2}' "/proc/$1/status" 2>/dev/null; }
file_backed() { awk '/RssFile/ {print $2}' "/proc/$1/status" 2>/dev/null; }

# watch NAME COMMAND...: prints the peak in MB, and how much of the last sample were file mappings.
watch_peak() {
  local name=$1 pid last=0 mapped=0
  shift
  "$@" 2>/dev/null <"$input" &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    last=$(peak "$pid" || echo "$last")
    mapped=$(file_backed "$pid" || echo "$mapped")
    [ -z "$last" ] || high=$last
    [ -z "$mapped" ] || [ "$mapped" -le "${most:-0}" ] || most=$mapped
    sleep 0.05
  done
  wait "$pid"
  printf '%-42s peak RSS %4d MB, of which file mappings up to %4d MB\n' "$name" $((high / 1024)) $((${most:-0} / 1024))
  high= most=
}

input=/dev/null
for keyint in 24 240 1000; do
  watch_peak "file, keyint $keyint" "$image/bin/rav1e-by-gop" "$film" -o /dev/null -s 10 --limit "$frames" --keyint "$keyint" --splitter fixed --temp "$(mktemp -d)"
done

input=$film
for memory in "--frame-memory 300M" "" "--frame-memory 300M --tmp-input"; do
  # shellcheck disable=SC2086
  watch_peak "pipe $memory" "$image/bin/rav1e-by-gop" - -o /dev/null -s 10 --limit "$frames" --keyint 240 --splitter fixed --local-workers 2 $memory --temp "$(mktemp -d)"
done
