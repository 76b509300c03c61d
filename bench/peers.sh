#!/usr/bin/env bash
# Compares encoding on this machine with what one would do by hand, all with the same quantizer and
# speed. Runs are interleaved; medians are told, and what each takes as a ratio to the first way:
#   xargs    single-threaded rav1e processes over the same GOPs, longest first: the limit
#   ours     rav1e-by-gop with as many slots
#   remote   rav1e-by-gop with two loopback workers that share these slots
#   one      one rav1e, one thread
#   threads  one rav1e --threads SLOTS
#   tiles    one rav1e --threads SLOTS --tiles SLOTS
#   ffmpeg   ffmpeg -c:v librav1e, with FFmpeg's own rav1e, which may be another version
#   script   ffmpeg cuts pieces of 4 s, xargs encodes, ffmpeg joins
# The resident set is that of all processes of a way together, looked at every 0.1 s: pages that they
# share, such as those of a mapped film, count for each.
#   bench/peers.sh IMAGE FILM.y4m [SPEED [RUNS [SLOTS]]]
# WAYS="xargs ours one" leaves out others; JSON=FILE gets all runs.
set -euo pipefail
image=$(realpath "$1") film=$(realpath "$2") speed=${3:-10} runs=${4:-3} slots=${5:-$(getconf _NPROCESSORS_ONLN)}
ways=${WAYS:-xargs ours remote one threads tiles ffmpeg script} json=${JSON:+$(realpath -m "$JSON")}
rav1e=$image/lib/rav1e/rav1e quantizer=100
ticks=$(getconf CLK_TCK)
export SERVER_PASSWORD=bench-bench-bench-bench
work=$(mktemp -d) helpers=()
trap 'kill "${helpers[@]}" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work"

# Kilobytes that the sessions of processes have in memory.
resident() { ps -o rss= -s "$(IFS=, && echo "$*")" 2>/dev/null | awk '{s += $1} END {print s + 0}' || echo 0; }

# CPU seconds of processes and of the children they have waited for.
cpu() {
  local pid
  for pid in "$@"; do sed 's/.*) //' "/proc/$pid/stat"; done | awk -v c="$ticks" '{s += $12 + $13 + $14 + $15} END {print s / c + 0}'
}

# measured NAME COMMAND...: wall and CPU seconds of the command, its children and the helpers, and
# kilobytes of their resident sets at the most, appended to NAME.
measured() {
  local name=$1 peak=0 now pid before
  shift
  before=$(cpu "${helpers[@]}")
  setsid /usr/bin/time -f "%e %U %S" -o "$name.time" "$@" >"$name.log" 2>&1 </dev/null &
  pid=$!
  while kill -0 $pid 2>/dev/null; do
    now=$(resident $pid "${helpers[@]}")
    [ "$now" -le $peak ] || peak=$now
    sleep 0.1
  done
  wait $pid || { cat "$name.log" >&2; exit 4; }
  tail -1 "$name.time" | awk -v before="$before" -v after="$(cpu "${helpers[@]}")" -v peak=$peak \
    '{print $1, $2 + $3 + after - before, peak}' >>"$name"
}

ours() {
  measured ours "$image/bin/rav1e-by-gop" "$film" -o ours.ivf -s "$speed" -q $quantizer --local-workers "$slots" \
    --overwrite --no-progress --verify structure
}

remote() {
  local n port
  : >farm.toml
  for n in 1 2; do
    # slots of both together: at least one each
    setsid "$image/bin/rav1e-worker" --ip 127.0.0.1 --port 0 --threads $(((slots + 2 - n) / 2 > 0 ? (slots + 2 - n) / 2 : 1)) 2>"worker$n.log" &
    helpers+=($!)
    until grep -qs 'port [0-9]' "worker$n.log"; do sleep 0.1; done
    port=$(sed -n 's/.* port \([0-9]*\).*/\1/p' "worker$n.log" | head -1)
    printf '[[workers]]\nhost = "127.0.0.1"\nport = %s\npassword = "%s"\n' "$port" "$SERVER_PASSWORD" >>farm.toml
  done
  chmod 600 farm.toml
  measured remote "$image/bin/rav1e-by-gop" "$film" -o remote.ivf -s "$speed" -q $quantizer --workers farm.toml --no-local \
    --overwrite --no-progress --verify structure
  kill "${helpers[@]}"
  wait "${helpers[@]}" 2>/dev/null || true
  helpers=()
}

xargs_way() {
  # shellcheck disable=SC2016 # expanded by the shells that xargs starts
  measured xargs sh -c 'xargs -P "$1" -L 1 sh -c '\''"$2" "$3" --skip "$4" --limit "$5" -o "gop-$4.ivf" -y --quiet \
    --no-scene-detection --keyint 0 --threads 1 --speed "$1" --quantizer "$0"'\'' "$5" "$2" "$3" "$4" <gops' \
    - "$slots" "$speed" "$rav1e" "$film" $quantizer
}

plain() { # NAME OPTIONS...
  local name=$1
  shift
  measured "$name" "$rav1e" "$film" -o "$name.ivf" -y --quiet --speed "$speed" --quantizer $quantizer -I 240 -i 12 "$@"
}

ffmpeg_way() {
  measured ffmpeg ffmpeg -v error -y -i "$film" -c:v librav1e -speed "$speed" -qp $quantizer -g 240 -keyint_min 12 ffmpeg.ivf
}

script() {
  rm -rf pieces
  mkdir pieces
  # shellcheck disable=SC2016 # expanded by the shell that is measured
  measured script sh -ec 'cd pieces
    ffmpeg -v error -i "$1" -f segment -segment_time 4 -segment_format yuv4mpegpipe -strict -1 %03d.y4m
    ls *.y4m | xargs -P "$2" -I{} "$3" {} -o {}.ivf -y --quiet --threads 1 --speed "$4" --quantizer "$5"
    for piece in *.ivf; do echo "file $piece"; done >list
    ffmpeg -v error -y -f concat -i list -c copy ../script.ivf' - "$film" "$slots" "$rav1e" "$speed" $quantizer
}

run() {
  case $1 in
    xargs) xargs_way ;;
    one) plain one --threads 1 ;;
    threads) plain threads --threads "$slots" ;;
    tiles) plain tiles --threads "$slots" --tiles "$slots" ;;
    ffmpeg) ffmpeg_way ;;
    *) "$1" ;;
  esac
}

# The GOPs as rav1e-by-gop tells them: "FIRST COUNT", longest first.
"$image/bin/rav1e-by-gop" "$film" -o gops.ivf -s "$speed" -q $quantizer --no-progress -v 2>&1 |
  sed -n 's/^GOP [0-9]* (frames \([0-9]*\)-\([0-9]*\)) done.*/\1 \2/p' |
  awk '{print $1, $2 - $1 + 1}' | sort -k2,2nr >gops
if [[ " $ways " = *" ffmpeg "* ]] && ! ffmpeg -v error -encoders | grep -q librav1e; then
  echo "this ffmpeg has no librav1e: left out" >&2
  ways=${ways/ffmpeg/}
fi
frames=$(awk '{s += $2} END {print s}' gops)
echo "$(wc -l <gops) GOPs, $frames frames, speed $speed, $slots slots, $runs runs"

for _ in $(seq "$runs"); do
  for way in $ways; do run "$way"; done
done

median() { sort -n | awk '{v[NR] = $1} END {print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2}'; }
column() { awk -v n="$2" '{print $n}' "$1" | median; }
bytes() { if [ "$1" = xargs ]; then cat gop-*.ivf; else cat "$1.ivf"; fi | wc -c; }

# PSNR and SSIM of all planes; the pieces of xargs are the frames of "ours" where that is there.
quality() {
  [ "$1" != xargs ] || { echo - - && return; }
  dav1d -q -i "$1.ivf" --muxer yuv4mpeg2 -o - |
    ffmpeg -hide_banner -f yuv4mpegpipe -r 25 -i - -r 25 -i "$film" -lavfi '[0][1]psnr;[0][1]ssim' -f null - >quality 2>&1 || { echo failed -; return; }
  echo "$(sed -n 's/.*PSNR.* average:\([0-9.]*\).*/\1/p' quality) $(sed -n 's/.*SSIM.* All:\([0-9.]*\).*/\1/p' quality)"
}

printf '%-8s %8s %15s %7s %15s %8s %7s %8s %10s %7s %8s\n' way wall range ratio "range of ratio" CPU ratio "MB RSS" bytes PSNR SSIM
first=${ways%% *}
for way in $ways; do
  range=$(awk '{print $1}' "$way" | sort -n | sed -n '1p;$p' | paste -sd-)
  ratios=$(paste -d' ' "$way" "$first" | awk '{printf "%.3f\n", $1 / $4}')
  read -r psnr ssim < <(quality "$way")
  printf '%-8s %8.2f %15s %7.3f %15s %8.2f %7.3f %8d %10d %7s %8s\n' "$way" "$(column "$way" 1)" "$range" "$(median <<<"$ratios")" \
    "$(sort -n <<<"$ratios" | sed -n '1p;$p' | paste -sd-)" "$(column "$way" 2)" \
    "$(paste -d' ' "$way" "$first" | awk '{print $2 / $5}' | median)" "$(($(awk '{print $3}' "$way" | sort -n | tail -1) / 1024))" \
    "$(bytes "$way")" "$psnr" "$ssim"
  awk -v way="$way" -v bytes="$(bytes "$way")" -v psnr="$psnr" '{
    printf "{\"way\": \"%s\", \"wall\": %s, \"cpu\": %s, \"rss\": %s, \"bytes\": %s, \"psnr\": \"%s\"}\n", way, $1, $2, $3, bytes, psnr}' "$way" >>runs
done
if [ -n "$json" ]; then
  { echo '['; sed '$!s/$/,/' runs; echo ']'; } >"$json"
fi
