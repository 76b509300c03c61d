#!/usr/bin/env bash
# What it costs to decode every GOP before it counts: pairs of runs with --verify structure and
# --verify decode, one after the other, which of them first by turns. The encoders do the same in
# both, so what a busy machine does to them is left out of "cost": what all the others (the Java
# process and the decoders) take more, over what everything takes without decoding.
#   bench/verify.sh IMAGE FILM.y4m [FRAMES [PAIRS [SPEED...]]]
set -euo pipefail
image=$1 film=$(realpath "$2") frames=${3:-240} pairs=${4:-5}
shift $(($# < 4 ? $# : 4))
speeds=("$@")
[ $# -gt 0 ] || speeds=(10 6)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# An encoder that notes its CPU seconds.
cat >rav1e <<SCRIPT
#!/bin/sh
exec /usr/bin/time -a -o '$work/encoders' -f '%U %S' '$image/lib/rav1e/rav1e' "\$@"
SCRIPT
chmod +x rav1e

# run LEVEL SPEED: wall seconds, CPU seconds of everything, of the encoders, and of all the others.
run() {
  rm -f encoders
  /usr/bin/time -f "%e %U %S" -o time "$image/bin/rav1e-by-gop" "$film" -o "$1.ivf" -s "$2" --limit "$frames" \
    --verify "$1" --rav1e "$work/rav1e" --overwrite --no-progress >log 2>&1 || { cat log >&2; exit 1; }
  awk 'FNR == NR {e += $1 + $2; next} {print $1, $2 + $3, e, $2 + $3 - e}' encoders time >"$1.time"
}

# Mean of a column of percentages, and its standard error.
spread() {
  awk '{n++; s += $1; q += $1 * $1}
    END {m = s / n; v = q / n - m * m; printf "%+.2f ± %.2f %%", m, (n > 1 && v > 0 ? sqrt(v / (n - 1)) : 0)}'
}

for speed in "${speeds[@]}"; do
  : >pairs
  for pair in $(seq "$pairs"); do
    if [ $((pair % 2)) = 1 ]; then order="structure decode"; else order="decode structure"; fi
    for level in $order; do run "$level" "$speed"; done
    cmp structure.ivf decode.ivf
    paste -d' ' structure.time decode.time >>pairs
  done
  echo "speed $speed, $frames frames, $pairs pairs, seconds"
  echo "  structure: wall  encoders  others   decode: wall  encoders  others     cost"
  awk '{printf "  %15.2f %9.2f %7.2f %14.2f %9.2f %7.2f %+6.2f %%\n", $1, $3, $4, $5, $7, $8, 100 * ($8 - $4) / $2}' pairs
  printf '  cost %s; as measured, CPU %s, wall %s\n' "$(awk '{print 100 * ($8 - $4) / $2}' pairs | spread)" \
    "$(awk '{print 100 * ($6 / $2 - 1)}' pairs | spread)" "$(awk '{print 100 * ($5 / $1 - 1)}' pairs | spread)"
done
