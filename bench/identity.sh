#!/usr/bin/env bash
# Prints a table of where librav1e gives the bytes of the rav1e program, packet by packet.
#   bench/identity.sh IMAGE LIBRARY RAV1E [LIBRARY RAV1E]...
set -euo pipefail
image=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
frames=14
formats='8:yuv420p:192x108 8:yuv422p:192x108 8:yuv444p:192x108 8:yuv420p:193x109 8:yuv444p:193x109
  10:yuv420p10le:192x108 10:yuv422p10le:192x108 10:yuv444p10le:192x108 10:yuv444p10le:193x109'

film() {
  ffmpeg -v error -y -f lavfi -i "mandelbrot=s=256x144:rate=25,scale=${2/x/:},format=$1" -frames:v $frames \
    -strict -1 -f yuv4mpegpipe "$work/film.y4m"
}

# The packets of an IVF file, without the header of the file.
packets() { tail -c +33 "$1"; }

same() { # LIBRARY RAV1E TUNE SPEED
  "$image/bin/rav1e-by-gop" "$work/film.y4m" -o "$work/library.ivf" --overwrite --no-progress --speed "$4" \
    --encoder librav1e --librav1e "$1" --encoder-option "tune=$3" --verify structure \
    --splitter fixed --keyint $frames --min-keyint $frames 2>"$work/log" || { cat "$work/log" >&2 && exit 1; }
  "$2" "$work/film.y4m" -o "$work/program.ivf" -y -q --speed "$4" --tune "$3" --quantizer 100 --threads 1 --tiles 1 \
    --no-scene-detection --keyint 0 >"$work/log" 2>&1 || { cat "$work/log" >&2 && exit 1; }
  if cmp -s <(packets "$work/library.ivf") <(packets "$work/program.ivf"); then echo same; else echo differ; fi
}

version() { "$1" --version | awk 'NR == 1 {print $2}'; }

library_version() {
  "$image/bin/rav1e-by-gop" "$work/film.y4m" -o /dev/null --encoder librav1e --librav1e "$1" --no-progress --speed 10 \
    2>&1 | sed -n 's/^librav1e \([^,]*\),.*/\1/p'
}

film yuv420p 192x108
echo '| librav1e | rav1e | pictures | tune=psnr, speeds 10 and 6 | the default tune, speed 10 |'
echo '| --- | --- | --- | --- | --- |'
while [ $# -ge 2 ]; do
  versions="$(library_version "$1") | $(version "$2")"
  for format in $formats; do
    IFS=: read -r depth pixels size <<<"$format"
    film "$pixels" "$size"
    chroma=$(head -1 "$work/film.y4m" | tr ' ' '\n' | sed -n 's/^C\([0-9]\)\([0-9]\)\([0-9]\).*/\1:\2:\3/p')
    echo "| $versions | $size $chroma $depth bit | $(same "$1" "$2" Psnr 10), $(same "$1" "$2" Psnr 6) | $(same "$1" "$2" Psychovisual 10) |"
  done
  shift 2
done
