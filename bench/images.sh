#!/usr/bin/env bash
# What a change costs: runs of two images or more, by turns, at speed 10. Wall seconds, CPU seconds
# of the encoders, and of the Java process in user mode and in the kernel.
#   bench/images.sh FILM.y4m RUNS IMAGE...
set -euo pipefail
film=$(realpath "$1") runs=$2
shift 2
images=()
for image in "$@"; do images+=("$(realpath "$image")"); done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# An encoder that notes its CPU seconds.
cat >rav1e <<SCRIPT
#!/bin/sh
exec /usr/bin/time -a -o '$work/encoders' -f '%U %S' '${images[0]}/lib/rav1e/rav1e' "\$@"
SCRIPT
chmod +x rav1e

for _ in $(seq "$runs"); do
  for image in "${images[@]}"; do
    rm -f encoders
    /usr/bin/time -f "%e %U %S" -o time "$image/bin/rav1e-by-gop" "$film" -o film.ivf -s 10 \
      --rav1e "$work/rav1e" --overwrite --no-progress >log 2>&1 || { cat log >&2; exit 1; }
    [ -e first.ivf ] || cp film.ivf first.ivf
    cmp first.ivf film.ivf
    awk -v image="$image" 'FNR == NR {u += $1; s += $2; next}
      {printf "%s: wall %.2f, encoders %.2f, Java user %.2f, kernel %.2f\n", image, $1, u + s, $2 - u, $3 - s}' encoders time
  done
done
