#!/usr/bin/env bash
# CPU time of the same GOPs by the rav1e program, by librav1e in a process for each GOP, in one process,
# and with metrics. All make the same bytes. Runs are interleaved.
#   bench/library.sh IMAGE FILM.y4m [SPEED [RUNS]]
set -euo pipefail
image=$(realpath "$1") film=$(realpath "$2") speed=${3:-10} runs=${4:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

measured() { # NAME OPTION...
  local name=$1
  shift
  /usr/bin/time -f "%e %U %S" -o time "$image/bin/rav1e-by-gop" "$film" -o "$name.ivf" -s "$speed" --overwrite --no-progress \
    --verify structure --encoder-option tune=psnr "$@" 2>log || { cat log >&2 && exit 1; }
  tail -1 time >>"$name"
}

for _ in $(seq "$runs"); do
  measured program --encoder rav1e
  measured isolated --encoder librav1e
  measured in-process --encoder librav1e --no-isolate
  measured metrics --encoder librav1e --metrics metrics.csv
done

median() { sort -n | awk '{v[NR] = $1} END {print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2}'; }
reference=$(awk '{print $2 + $3}' program | median)
printf '%-12s %8s %8s %7s\n' way wall cpu ratio
for way in program isolated in-process metrics; do
  cmp program.ivf $way.ivf
  cpu=$(awk '{print $2 + $3}' $way | median)
  awk -v n=$way -v w="$(awk '{print $1}' $way | median)" -v c="$cpu" -v r="$reference" \
    'BEGIN {printf "%-12s %8.2f %8.2f %7.3f\n", n, w, c, c / r}'
done
