#!/usr/bin/env bash
# Rate and distortion at four quantizers: one rav1e without tiles, rav1e-by-gop, and rav1e with 2, 4
# and 8 tiles. Prints the points and the BD-rates; the plot goes to the SVG file. PSNR and SSIM of
# all planes, by FFmpeg, which is told one frame rate for both films because it pairs frames by time.
#   bench/quality.sh IMAGE FILM.y4m [SPEED [FRAMES [PLOT.svg]]]
# QUANTIZERS="60 100 140 180" without it.
set -euo pipefail
charts=$(cd "$(dirname "$0")" && pwd)/charts/src/main/java/org/rav1ebygop/bench/chart
image=$(realpath "$1") film=$(realpath "$2") speed=${3:-10} frames=${4:-240} plot=$(realpath -m "${5:-quality.svg}")
rav1e=$image/lib/rav1e/rav1e
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# In the order of the table; the first is the reference.
ways="rav1e ours tiles-2 tiles-4 tiles-8"

encode() { # WAY QUANTIZER
  case $1 in
    ours)
      "$image/bin/rav1e-by-gop" "$film" -o film.ivf -s "$speed" --quantizer "$2" --limit "$frames" --overwrite --no-progress \
        --verify structure
      ;;
    *)
      local tiles=${1#tiles-}
      [ "$1" = rav1e ] && tiles=1
      "$rav1e" "$film" -o film.ivf -y --quiet -s "$speed" --quantizer "$2" --limit "$frames" -I 240 -i 12 \
        --tiles "$tiles" --threads "$tiles"
      ;;
  esac >log 2>&1 || { cat log >&2; exit 4; }
}

# Bits per second, PSNR and SSIM of film.ivf.
measure() {
  dav1d -q -i film.ivf --muxer yuv4mpeg2 -o - |
    ffmpeg -hide_banner -f yuv4mpegpipe -r 25 -i - -r 25 -i "$film" -frames:v "$frames" \
      -lavfi '[0][1]psnr;[0][1]ssim' -f null - >log 2>&1 || { cat log >&2; exit 4; }
  local rate
  read -r -a rate < <(head -1 "$film" | sed 's/.* F\([0-9]*\):\([0-9]*\).*/\1 \2/')
  # 32 bytes of file header, 12 for each packet
  awk -v bytes="$(wc -c <film.ivf)" -v frames="$frames" -v over="${rate[0]}" -v under="${rate[1]}" \
    'BEGIN {printf "%.0f ", (bytes - 32 - 12 * frames) * 8 * over / under / frames}'
  printf '%s %s\n' "$(sed -n 's/.*PSNR.* average:\([0-9.]*\).*/\1/p' log)" "$(sed -n 's/.*SSIM.* All:\([0-9.]*\).*/\1/p' log)"
}

for way in $ways; do
  for quantizer in ${QUANTIZERS:-60 100 140 180}; do
    encode "$way" "$quantizer"
    [ "$way" != rav1e ] || cp film.ivf "rav1e-$quantizer.ivf"
    echo "$way $quantizer $(measure)"
    if [ "$way" = ours ] && ! cmp -s <(tail -c +33 film.ivf) <(tail -c +33 "rav1e-$quantizer.ivf"); then
      echo "# quantizer $quantizer: other packets than those of one rav1e" >&2
    fi
  done
done | tee points
"$java" "$charts/Quality.java" points "$plot"
