#!/usr/bin/env bash
# Ways to encode a film on this machine, by turns: rav1e-by-gop, the best that can be done by hand
# (single-threaded rav1e processes over the same GOPs, longest first, driven by xargs: the limit),
# and what a user would do otherwise. For each: wall and CPU seconds, peak RSS of all its processes,
# bytes, PSNR and SSIM of luma against the film.
#   bench/peers.sh IMAGE FILM.y4m [SPEED [RUNS [SLOTS]]]
# WAYS="limit ours" measures only these; see the functions way_* for all. JSON=FILE gets all runs.
set -euo pipefail
tree=$(realpath "$(dirname "$0")/tree.pl")
image=$(realpath "$1") film=$(realpath "$2") speed=${3:-10} runs=${4:-3} slots=${5:-$(getconf _NPROCESSORS_ONLN)}
read -r -a ways <<<"${WAYS:-limit ours workers threads tiles ffmpeg script}"
json=${JSON:+$(realpath -m "$JSON")}
work=$(mktemp -d)
trap 'kill $(cat "$work"/*.pid 2>/dev/null) 2>/dev/null || :; rm -rf "$work"' EXIT
cd "$work"
export image film speed slots rav1e=$image/lib/rav1e/rav1e
export SERVER_PASSWORD=bench-bench-bench-bench WALL=$work/wall

name_of() {
  case $1 in
    limit) echo "rav1e for each GOP, xargs" ;;
    ours) echo "rav1e-by-gop" ;;
    workers) echo "rav1e-by-gop, 2 workers" ;;
    threads) echo "rav1e --threads $slots" ;;
    tiles) echo "rav1e --threads $slots --tiles $slots" ;;
    ffmpeg) echo "ffmpeg -c:v librav1e" ;;
    script) echo "ffmpeg segment, xargs" ;;
    *) echo "no such way: $1" >&2 && exit 2 ;;
  esac
}

way_limit() {
  # shellcheck disable=SC2016 # expanded by the shells that xargs starts
  xargs -P "$slots" -L 1 sh -c '"$rav1e" "$film" --skip "$0" --limit "$1" -o "limit-$0.ivf" -y --quiet \
    --no-scene-detection --keyint 0 --threads 1 --speed "$speed"' <gops
}

way_ours() { "$image/bin/rav1e-by-gop" "$film" -o ours.ivf -s "$speed" --local-workers "$slots" --overwrite --no-progress; }

# The workers are up before the clock runs, as they are for users; their CPU counts from the start.
way_workers() {
  local n begin pids=()
  : >farm.toml
  chmod 600 farm.toml
  for n in 1 2; do
    "$image/bin/rav1e-worker" --ip 127.0.0.1 --port 0 --threads $(((slots + 1) / 2)) 2>"worker$n.log" &
    pids+=($!)
    echo $! >"worker$n.pid"
    until grep -qs 'port [0-9]' "worker$n.log"; do sleep 0.05; done
    printf '[[workers]]\nhost = "127.0.0.1"\nport = %s\npassword = "%s"\n' \
      "$(sed -n 's/.* port \([0-9]*\).*/\1/p' "worker$n.log" | head -1)" "$SERVER_PASSWORD" >>farm.toml
  done
  begin=$(date +%s%N)
  "$image/bin/rav1e-by-gop" "$film" -o workers.ivf -s "$speed" --workers farm.toml --no-local --overwrite --no-progress
  echo $(($(date +%s%N) - begin)) >"$WALL"
  kill "${pids[@]}"
  wait "${pids[@]}" || :
  rm -f worker?.pid
}

way_threads() { "$rav1e" "$film" -o threads.ivf -y --quiet --threads "$slots" --speed "$speed" -I 240 -i 12; }

way_tiles() { "$rav1e" "$film" -o tiles.ivf -y --quiet --threads "$slots" --tiles "$slots" --speed "$speed" -I 240 -i 12; }

# By the librav1e that this ffmpeg was built with, at its quantizer of 100, as rav1e has it.
way_ffmpeg() { ffmpeg -v error -y -i "$film" -c:v librav1e -speed "$speed" -qp 100 -g 240 -keyint_min 12 -threads "$slots" ffmpeg.ivf; }

# Ten seconds each, wherever the scenes change.
way_script() {
  rm -f segment-*
  ffmpeg -v error -y -i "$film" -c copy -f segment -segment_time 10 -segment_format nut segment-%05d.nut
  # shellcheck disable=SC2012,SC2016 # names of our own; expanded by the shells that xargs starts
  ls segment-*.nut | xargs -P "$slots" -I {} sh -c 'ffmpeg -v error -i {} -strict -1 -f yuv4mpegpipe - |
    "$rav1e" - -o {}.ivf -y --quiet --threads 1 --speed "$speed" -I 240 -i 12'
  # shellcheck disable=SC2012
  ls segment-*.ivf | sed "s/.*/file '&'/" >segments.txt
  ffmpeg -v error -y -f concat -i segments.txt -c copy script.ivf
}

for way in "${ways[@]}"; do
  name_of "$way" >/dev/null
  export -f "way_$way"
done

# The GOPs as rav1e-by-gop tells them: "FIRST COUNT", longest first.
"$image/bin/rav1e-by-gop" "$film" -o gops.ivf -s "$speed" --no-progress -v 2>&1 |
  sed -n 's/^GOP [0-9]* (frames \([0-9]*\)-\([0-9]*\)) done.*/\1 \2/p' |
  awk '{print $1, $2 - $1 + 1}' | sort -k2,2nr >gops
echo "$(wc -l <gops) GOPs, $(awk '{s += $2} END {print s}' gops) frames, speed $speed, $slots slots, $runs runs by turns"

for _ in $(seq "$runs"); do
  for way in "${ways[@]}"; do
    perl "$tree" "$way.took" bash -euo pipefail -c "way_$way" >"$way.log" 2>&1 ||
      { echo "$(name_of "$way") failed:" >&2 && tail -5 "$way.log" >&2 && exit 4; }
  done
done

# PSNR and SSIM of luma of a file against the film.
quality() {
  ffmpeg -hide_banner -nostats -i "$1" -i "$film" \
    -lavfi '[0:v]setpts=N,split[a][b];[1:v]setpts=N,split[c][d];[a][c]psnr;[b][d]ssim' -f null - 2>quality
  echo "$(sed -n 's/.*PSNR y:\([0-9.inf]*\).*/\1/p' quality) $(sed -n 's/.*SSIM Y:\([0-9.]*\).*/\1/p' quality)"
}
median() { sort -n | awk '{v[NR] = $1} END {print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2}'; }
column() { awk -v n="$2" '{print $n}' "$1.took"; }

reference=$(column "${ways[0]}" 1 | median)
echo "| way | wall | range | wall ÷ ${ways[0]} | CPU | peak RSS, MB | bytes | PSNR Y | SSIM Y |"
echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
for way in "${ways[@]}"; do
  if [ "$way" = limit ]; then # the packets are those of the GOPs, each with an IVF header of 32 bytes
    bytes=$(($(cat limit-*.ivf | wc -c) - 32 * ($(wc -l <gops) - 1))) numbers="- -"
  else
    bytes=$(wc -c <"$way.ivf") numbers=$(quality "$way.ivf")
  fi
  printf '| %s | %.2f | %s | %.3f | %.2f | %.0f | %d | %s | %s |\n' "$(name_of "$way")" \
    "$(column "$way" 1 | median)" "$(column "$way" 1 | sort -n | sed -n '1p;$p' | paste -sd-)" \
    "$(awk -v a="$(column "$way" 1 | median)" -v b="$reference" 'BEGIN {print a / b}')" \
    "$(awk '{print $2 + $3}' "$way.took" | median)" \
    "$(($(column "$way" 4 | sort -n | tail -1) / 1000))" "$bytes" ${numbers:-- -}
done

if [ -n "$json" ]; then
  for way in "${ways[@]}"; do
    awk -v way="$way" '{printf "{\"way\": \"%s\", \"wall\": %s, \"user\": %s, \"system\": %s, \"peakKilobytes\": %s}\n", way, $1, $2, $3, $4}' "$way.took"
  done | sed '1s/^/[/; $!s/$/,/; $s/$/]/' >"$json"
fi
