#!/usr/bin/env bash
# Compares encoding on this machine with the best that can be done by hand: single-threaded rav1e
# processes over the same GOPs, longest first, driven by xargs. Runs are interleaved.
#   bench/local.sh IMAGE FILM.y4m [SPEED [RUNS [SLOTS]]]
set -euo pipefail
image=$1 film=$(realpath "$2") speed=${3:-10} runs=${4:-3} slots=${5:-$(getconf _NPROCESSORS_ONLN)}
rav1e=$image/lib/rav1e/rav1e
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# measured NAME COMMAND...: wall and CPU seconds of the command and its children, and the largest
# resident set of one process, appended to NAME.
measured() {
  local name=$1
  shift
  /usr/bin/time -f "%e %U %S %M" -o "$name.time" "$@" >"$name.log" 2>&1
  tail -1 "$name.time" >>"$name"
}

ours() { measured ours "$image/bin/rav1e-by-gop" "$film" -o ours.ivf -s "$speed" --local-workers "$slots" --overwrite --no-progress; }

xargs_way() {
  # shellcheck disable=SC2016 # expanded by the shells that xargs starts
  measured xargs sh -c 'xargs -P "$1" -L 1 sh -c '\''"$2" "$3" --skip "$4" --limit "$5" -o "gop-$4.ivf" -y --quiet \
    --no-scene-detection --keyint 0 --threads 1 --speed "$1"'\'' - "$2" "$3" "$4" <gops' - "$slots" "$speed" "$rav1e" "$film"
}

one() { measured one "$rav1e" "$film" -o one.ivf -y --quiet --threads 1 --speed "$speed" -I 240 -i 12; }

tiles() { measured tiles "$rav1e" "$film" -o tiles.ivf -y --quiet --threads "$slots" --tiles "$slots" --speed "$speed" -I 240 -i 12; }

# The GOPs as rav1e-by-gop tells them: "FIRST COUNT", longest first.
"$image/bin/rav1e-by-gop" "$film" -o gops.ivf -s "$speed" --no-progress -v 2>&1 |
  sed -n 's/^GOP [0-9]* (frames \([0-9]*\)-\([0-9]*\)) done.*/\1 \2/p' |
  awk '{print $1, $2 - $1 + 1}' | sort -k2,2nr >gops
echo "$(wc -l <gops) GOPs, $(awk '{s += $2} END {print s}' gops) frames, speed $speed, $slots slots, $runs runs"

for _ in $(seq "$runs"); do
  ours
  xargs_way
  one
  tiles
done

median() { sort -n | awk '{v[NR] = $1} END {print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2}'; }
printf '%-22s %8s %17s %9s %9s %7s\n' way wall range cpu bytes ratio
reference=$(awk '{print $1}' xargs | median)
for way in xargs ours one tiles; do
  wall=$(awk '{print $1}' $way | median)
  range=$(awk '{print $1}' $way | sort -n | sed -n '1p;$p' | paste -sd-)
  cpu=$(awk '{print $2 + $3}' $way | median)
  case $way in xargs) bytes=$(cat gop-*.ivf | wc -c) ;; *) bytes=$(wc -c <$way.ivf) ;; esac
  awk -v n="$way" -v w="$wall" -v r="$range" -v c="$cpu" -v b="$bytes" -v x="$reference" \
    'BEGIN {printf "%-22s %8.2f %17s %9.2f %9d %7.3f\n", n, w, r, c, b, w / x}'
done
awk -v a="$(awk '{print $2 + $3}' ours | median)" -v b="$(awk '{print $2 + $3}' xargs | median)" \
  'BEGIN {printf "CPU of ours over that of the bare encoders: %+.1f %%\n", 100 * (a / b - 1)}'
