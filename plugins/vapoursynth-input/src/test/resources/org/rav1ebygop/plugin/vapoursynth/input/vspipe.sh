#!/usr/bin/env bash
# Behaves like vspipe (R54 to R70) on scripts with lines such as `# y4m BASE64`, which is what they
# output; `# info LINE` replaces a line of --info, `# fail-after BYTES` makes a frame fail.
mode=output arguments=() index=0
while [ $# -gt 2 ]; do
  case $1 in
    --info) mode=info ;;
    -c) container=$2 && shift ;;
    -o) index=$2 && shift ;;
    -a) arguments+=("$2") && shift ;;
    *) echo "Unknown command line option: $1" >&2 && exit 1 ;;
  esac
  shift
done
if [ "${1:-}" = --version ]; then
  printf 'VapourSynth Video Processing Library\nCopyright (c) 2012-2024 Fredrik Mellbin\nCore R70\nAPI R4.1\nOptions: -\n'
  exit 0
fi
script=$1
value() { sed -n "s/^# $1 //p" "$script"; }
wanted=$(value argument)
if ! grep -q '^# y4m ' "$script" || [ "$index" != 0 ] || [ "$wanted" != "${arguments[*]}" ]; then
  printf 'Script evaluation failed:\nPython exception: no output %s with the arguments %s\n\nTraceback (most recent call last):\n  File "%s", line 1\n' "$index" "${arguments[*]}" "$script" >&2
  exit 1
fi
y4m() { value y4m | base64 -d; }
if [ "$mode" = info ]; then
  replaced=$(value info)
  printf 'Width: 48\nHeight: 32\nFrames: 7\nFPS: 25/1 (25.000 fps)\nFormat Name: YUV420P8\nColor Family: YUV\nBits: 8\n' |
    grep -v "^${replaced%%:*}:"
  printf '%s\n' "$replaced"
  exit 0
fi
[ "${container:-}" = y4m ] || exit 1
failing=$(value fail-after)
if [ -n "$failing" ]; then
  y4m | head -c "$failing"
  printf 'Frame: 2/7\rError: Failed to retrieve frame 2 with error: Resize error: no filter\nOutput 2 frames in 0.01 seconds (200.00 fps)\n' >&2
  exit 1
fi
y4m
printf 'Script evaluation done in 0.02 seconds\nFrame: 7/7\rOutput 7 frames in 0.01 seconds (700.00 fps)\n' >&2
