#!/usr/bin/env bash
# Rate and distortion of rav1e-by-gop and of one rav1e with 1, 2, 4 and 8 tiles: a table with
# BD-rates, and a plot. One rav1e without tiles is the reference.
#   bench/quality.sh IMAGE FILM.y4m PLOT.svg [SPEED [QUANTIZER...]]
set -euo pipefail
cd "$(dirname "$0")/.."
image=$(realpath "$1") film=$(realpath "$2") plot=$(realpath "$3") speed=${4:-8}
shift $(($# < 4 ? $# : 4))
[ $# -gt 0 ] || set -- 60 100 140 180
classes=$PWD/bench/figures/target/classes
[ -d "$classes" ] || { echo "build first: ./dev image" >&2; exit 5; }
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
rav1e=$image/lib/rav1e/rav1e
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

encode() { # WAY QUANTIZER
  case $1 in
    ours) "$image/bin/rav1e-by-gop" "$film" -o film.ivf -s "$speed" -q "$2" --overwrite --no-progress ;;
    *) "$rav1e" "$film" -o film.ivf -y --quiet --threads "$1" --tiles "$1" --speed "$speed" --quantizer "$2" -I 240 -i 12 ;;
  esac >log 2>&1 || { cat log >&2; exit 4; }
}
name_of() {
  case $1 in ours) echo rav1e-by-gop ;; 1) echo one rav1e ;; *) echo "one rav1e with $1 tiles" ;; esac
}

rate=$(head -1 "$film" | grep -ao ' F[0-9]*:[0-9]*' | tr -d ' F' | awk -F: '{print $1 / $2}')
for way in 1 ours 2 4 8; do
  for quantizer; do
    encode "$way" "$quantizer"
    ffmpeg -hide_banner -nostats -i film.ivf -i "$film" \
      -lavfi '[0:v]setpts=N,split[a][b];[1:v]setpts=N,split[c][d];[a][c]psnr;[b][d]ssim' -f null - 2>quality
    # Packets alone: a film of GOPs and one of one rav1e have the same header.
    frames=$(sed -n 's/.*frame= *\([0-9]*\).*/\1/p' quality | tail -1)
    echo "$(name_of "$way"),$quantizer,$(($(wc -c <film.ivf) - 32 - 12 * frames)),$frames,$rate,$(sed -n \
      's/.*PSNR y:\([0-9.]*\).*/\1/p' quality),$(sed -n 's/.*SSIM Y:\([0-9.]*\).*/\1/p' quality)" >>rows
  done
done
"$java" -cp "$classes" org.rav1ebygop.bench.figures.QualityFigures rows "$plot"
