#!/usr/bin/env bash
# Measures what the simulation of bench/simulation needs: a film of GOPs of unequal length encoded by
# a fake rav1e that takes the same time for each frame, with 1, 2, 4 and 8 slots; and a film of the
# user's encoded by rav1e. Prints two files of measurements to OUT: OUT/fixed and OUT/film.
#   bench/simulate.sh IMAGE OUT [FILM.y4m [SPEED]]
# FPS=N is what a slot of the fake takes, 60 without it; RATIO is what is sent of the bytes of a frame.
set -euo pipefail
replay=$(cd "$(dirname "$0")" && pwd)/replay.pl
image=$(realpath "$1") out=$2 film=${3:+$(realpath "$3")} speed=${4:-10}
export REPLAY_FPS=${FPS:-60}
mkdir -p "$out"
out=$(realpath "$out")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
frames=2400 longest=120

# encode NAME OPTIONS...: leaves the milliseconds of its start and end, and its events.
encode() {
  local name=$1
  shift
  date +%s%3N >"$name.ms"
  "$image/bin/rav1e-by-gop" "$@" -o "$name.ivf" --overwrite --no-progress --verify structure --memory unlimited \
    --json "$name.json" >log 2>&1 || { cat log >&2; exit 4; }
  date +%s%3N >>"$name.ms"
}

# The events of a run, one a line: name, time in milliseconds, GOP, frames, seconds.
events() {
  sed -nE 's/.*"event":"(leased|stored|planned|keyframe)"(.*)"time":"([^"]*)".*/\1 \3 \2/p' "$1.json" |
    while read -r name time rest; do
      printf '%s %s %s %s %s\n' "$name" "$(date -d "$time" +%s%3N)" "$(number gop "$rest")" "$(number frames "$rest")" "$(number seconds "$rest")"
    done
}

number() {
  local value=${2#*\"$1\":}
  [ "$value" = "$2" ] && value=0
  echo "${value%%[,\}]*}"
}

# What a job costs around its encoders: costs NAME LEASE FRAME_BYTES, from the events of a run.
costs() {
  events "$1" | awk -v lease="$2" -v sent="$3" -v begin="$(head -1 "$1.ms")" -v over="$(tail -1 "$1.ms")" '
    $1 == "leased" && !first { first = $2 }
    $1 == "keyframe" && !begun { begun = $2 }
    $1 == "planned" { planned = $2; frames = $4 }
    $1 == "stored" { last = $2; length_[$3] = $4; seconds[$3] = $5; if ($3 + 1 > n) n = $3 + 1 }
    END {
      printf "start %.3f\nlease %.3f\nend %.3f\njoin 0\n", (first - begin) / 1000, lease, (over - last) / 1000
      printf "analysed %.0f\nsent %.0f\n", frames * 1000 / (planned > begun ? planned - begun : 1), sent
      printf "gop-frames"
      for (i = 0; i < n; i++) printf " %d", length_[i]
      printf "\nframe-seconds"
      for (i = 0; i < n; i++) printf " %.5f", (seconds[i] > lease ? seconds[i] - lease : 0) / length_[i]
      print ""
    }'
}

# Bytes that go over a network for each frame of a film.
sent() { head -1 "$1" | sed -n 's/.*W\([0-9]*\) H\([0-9]*\) .*/\1 \2/p' | awk -v ratio="${RATIO:-0.5}" '{print $1 * $2 * 1.5 * ratio}'; }

ffmpeg -v error -f lavfi -i testsrc2=s=192x108:r=25 -frames:v $frames -pix_fmt yuv420p -strict -1 fixed.y4m
"$image/bin/rav1e-by-gop" fixed.y4m -o gop.ivf -s 10 --limit $longest --splitter fixed --keyint $longest \
  --verify structure --no-progress >log 2>&1 || { cat log >&2; exit 4; }
export REPLAY_GOP=$work/gop.ivf REPLAY_RAV1E=$image/lib/rav1e/rav1e REPLAY_LOG=$work/replayed
awk -v frames=$frames -v longest=$longest 'BEGIN {
  srand(1)
  for (at = 0; at < frames; at += 12 + int(rand() * (longest - 11))) if (at == 0 || frames - at >= 12) print at
}' >keyframes
# The last GOP must not be longer than what was recorded.
awk -v frames=$frames -v longest=$longest '{ print; last = $1 }
  END { while (frames - last > longest) { last += longest; print last } }' keyframes >list

for slots in 1 2 4 8; do
  : >"$REPLAY_LOG"
  encode "fixed$slots" fixed.y4m -s 10 --keyframes list --rav1e "$replay" --local-workers $slots
  if [ $slots = 1 ]; then
    # From one lease to the next, without the time of its frames.
    lease=$(sort -n "$REPLAY_LOG" | awk 'NR == 1 {begin = $1} {end = $2; paced += $3} END {print (end - begin - paced) / NR}')
    { echo "# $frames frames by a fake rav1e of $REPLAY_FPS frames/s"; costs fixed1 "$lease" "$(sent fixed.y4m)"; } >"$out/fixed"
    # The fake takes the same time for each frame.
    awk -v fps="$REPLAY_FPS" '$1 == "frame-seconds" {for (i = 2; i <= NF; i++) $i = sprintf("%.6f", 1 / fps)} {print}' "$out/fixed" >fixed
    cp fixed "$out/fixed"
  fi
  awk -v slots=$slots 'NR == 1 {begin = $1} END {printf "run %d %.3f\n", slots, ($1 - begin) / 1000}' "fixed$slots.ms" >>"$out/fixed"
done

if [ -n "$film" ]; then
  encode film "$film" -s "$speed" --local-workers 1
  { echo "# $(basename "$film"), speed $speed, rav1e, 1 slot"; costs film "$lease" "$(sent "$film")"; } >"$out/film"
fi
