#!/usr/bin/env bash
# Measures what the simulation of bench/simulation needs. The costs of a job around its encoders come
# from a film of GOPs of unequal length, encoded by a fake rav1e that takes the same time for each
# frame, with 1 and 2 slots. The runs that the simulation is held against are others: of GOPs of
# other lengths, with 1, 2, 4 and 8 slots. Then a film of the user's is encoded by rav1e. Prints two
# files of measurements to OUT: OUT/fixed and OUT/film.
#   bench/simulate.sh IMAGE OUT [FILM.y4m [SPEED]]
# FPS=N is what a slot of the fake takes, 60 without it; FRAMES=N are in its film, 4800 without it;
# RATIO is what is sent of the bytes of a frame, 0.5 without it.
set -euo pipefail
replay=$(cd "$(dirname "$0")" && pwd)/replay.pl
image=$(realpath "$1") out=$2 film=${3:+$(realpath "$3")} speed=${4:-10}
export REPLAY_FPS=${FPS:-60}
mkdir -p "$out"
out=$(realpath "$out")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
frames=${FRAMES:-4800} longest=120

# encode NAME OPTIONS...: leaves the milliseconds of its start and end, and its events.
encode() {
  local name=$1
  shift
  date +%s%3N >"$name.ms"
  # No more slots are used than there are processors, which fake encoders do not need.
  RAV1E_BY_GOP_OPTS=-XX:ActiveProcessorCount=8 "$image/bin/rav1e-by-gop" "$@" -o "$name.ivf" --overwrite --no-progress --verify structure --memory unlimited \
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

# Milliseconds from the start of runs to their first lease, or from the last stored GOP to their end.
around() { # start|end NAME...
  local which=$1 name
  shift
  for name in "$@"; do
    events "$name" | awk -v which="$which" -v begin="$(head -1 "$name.ms")" -v over="$(tail -1 "$name.ms")" '
      $1 == "leased" && !first { first = $2 }
      $1 == "stored" { last = $2 }
      END { print which == "start" ? first - begin : over - last }'
  done
}

# Milliseconds of leases, without those of frames at a steady rate.
overheads() { # FPS NAME...
  local fps=$1 name
  shift
  for name in "$@"; do
    events "$name" | awk -v fps="$fps" '$1 == "stored" { print 1000 * ($5 - $4 / fps) }'
  done
}

median() { sort -n | awk '{v[NR] = $1} END {print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2}'; }

# The costs of a job around its encoders, from runs: costs LEASE_MS FILM NAME...
costs() {
  local lease=$1 film=$2
  shift 2
  printf 'start %s\nlease %s\nend %s\njoin 0\n' "$(around start "$@" | median | seconds)" "$(seconds <<<"$lease")" \
    "$(around end "$@" | median | seconds)"
  events "$1" | awk '
    $1 == "keyframe" && !begun { begun = $2 }
    $1 == "planned" { printf "analysed %.0f\n", $4 * 1000 / ($2 > begun ? $2 - begun : 1) }'
  printf 'sent %.0f\n' "$(sent "$film")"
}

seconds() { awk '{printf "%.3f", $1 / 1000}'; }

# The GOPs of a run and what a slot took for their frames: gops NAME LEASE_MS [FPS]
gops() {
  events "$1" | awk -v lease="$2" -v fps="${3:-0}" '
    $1 == "stored" { count[$3] = $4; left = $5 - lease / 1000; seconds[$3] = left > 0 ? left / $4 : 0; if ($3 >= n) n = $3 + 1 }
    END {
      printf "gop-frames"
      for (i = 0; i < n; i++) printf " %d", count[i]
      printf "\nframe-seconds"
      for (i = 0; i < n; i++) printf " %.6f", fps ? 1 / fps : seconds[i]
      print ""
    }'
}

# Bytes that go over a network for each frame of a film.
sent() { head -1 "$1" | sed -n 's/.*W\([0-9]*\) H\([0-9]*\) .*/\1 \2/p' | awk -v ratio="${RATIO:-0.5}" '{print $1 * $2 * 1.5 * ratio}'; }

ffmpeg -v error -f lavfi -i testsrc2=s=192x108:r=25 -frames:v $frames -pix_fmt yuv420p -strict -1 fixed.y4m
"$image/bin/rav1e-by-gop" fixed.y4m -o gop.ivf -s 10 --limit $longest --splitter fixed --keyint $longest \
  --verify structure --no-progress >log 2>&1 || { cat log >&2; exit 4; }
export REPLAY_GOP=$work/gop.ivf REPLAY_RAV1E=$image/lib/rav1e/rav1e REPLAY_LOG=$work/replayed
# Keyframes at random distances: keyframes SEED. The last GOP must not be longer than what was recorded.
keyframes() {
  awk -v seed="$1" -v frames="$frames" -v longest=$longest 'BEGIN {
    srand(seed)
    for (at = 0; at < frames; at += 12 + int(rand() * (longest - 11)))
      if (at == 0 || frames - at >= 12) { print at; last = at }
    while (frames - last > longest) { last += longest; print last }
  }'
}
keyframes 1 >list
keyframes 2 >others

for slots in 1 2; do
  encode "cost$slots" fixed.y4m -s 10 --keyframes others --rav1e "$replay" --local-workers $slots
done
for slots in 1 2 4 8; do
  encode "fixed$slots" fixed.y4m -s 10 --keyframes list --rav1e "$replay" --local-workers $slots
  awk -v slots=$slots 'NR == 1 {begin = $1} END {printf "run %d %.3f\n", slots, ($1 - begin) / 1000}' "fixed$slots.ms" >>runs
done
lease=$(overheads "$REPLAY_FPS" cost{1,2} | median)
{
  echo "# $frames frames by a fake rav1e of $REPLAY_FPS frames/s; costs from runs of other GOPs"
  costs "$lease" fixed.y4m cost{1,2}
  gops fixed1 "$lease" "$REPLAY_FPS"
  cat runs
} >"$out/fixed"

if [ -n "$film" ]; then
  encode film "$film" -s "$speed" --local-workers 1
  {
    echo "# $(basename "$film"), speed $speed, rav1e, 1 slot"
    costs "$lease" "$film" film
    gops film "$lease"
  } >"$out/film"
fi
