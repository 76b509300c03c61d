#!/usr/bin/env bash
# Films encoded over and over through three workers while workers are killed, stopped and cut off,
# encoders and clients killed, all at random; each film is compared with the one encoded here. Two
# of the workers are never killed: memory, open files and threads of these tell of leaks. The second
# and the third keep waiting frames in files.
#   bench/soak.sh [MINUTES [SEED]]
# Exit code 1: a film or a leak; everything is kept then.
set -euo pipefail
cd "$(dirname "$0")/.."
minutes=${1:-10} seed=${2:-$(od -An -N2 -tu2 /dev/urandom | tr -d ' ')}
image=$PWD/jlink/target/rav1e-by-gop
[ -x "$image/bin/rav1e-worker" ] || { echo "no image: run ./dev image first" >&2; exit 5; }
command -v ffmpeg >/dev/null || { echo "ffmpeg is missing: it makes the clips" >&2; exit 5; }
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
# Encoders are found by this variable, too, which programs only pass on when they are told to.
export SERVER_PASSWORD=soak-soak-soak-soak SOAK=$work RAV1E_BY_GOP_PASS_ENV=SOAK
export RAV1E_BY_GOP_OPTS="-Djava.io.tmpdir=$work/tmp"
mkdir "$work"/{tmp,temp2,temp3,faults}
begin=$SECONDS end=$((SECONDS + minutes * 60))
echo "seed $seed, $minutes minutes, everything in $work"

ours() { grep -lsazF "SOAK=$work" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3 | grep -vx -e "$$" -e "$BASHPID"; }
stop_all() {
  trap - EXIT
  local rest
  for _ in 1 2 3; do
    rest=$(ours) || true
    # shellcheck disable=SC2086
    kill -KILL $rest 2>/dev/null || true
  done
}
trap stop_all EXIT
die() {
  echo "after $(((SECONDS - begin) / 60)) minutes, $films films: $*; seed $seed, see $work" >&2
  for name in worker1 worker2 worker3 client; do
    kill -QUIT "$(cat "$work/$name.pid")" 2>/dev/null || true
  done
  sleep 2
  exit 1
}

# start N PORT: a worker in the background of the caller.
start() {
  local options=(--ip 127.0.0.1 --port "$2" --threads 2 --verbose)
  if [ "$1" != 1 ]; then
    mkdir -p "$work/temp$1"
    options+=(--temp-dir "$work/temp$1")
  fi
  "$image/bin/rav1e-worker" "${options[@]}" >>"$work/worker$1.log" 2>&1 &
  echo $! >"$work/worker$1.pid"
}
port() { sed -n 's/.* listens at .* port \([0-9]*\).*/\1/p' "$work/worker$1.log" | head -1; }
ports=()
for n in 1 2 3; do
  start $n 0
  until [ -n "$(port $n)" ]; do sleep 0.1; done
  ports+=("$(port $n)")
done
pids=("$(cat "$work/worker1.pid")" "$(cat "$work/worker2.pid")")
mkfifo "$work/commands" "$work/answers"
"$java" jlink/src/test/java/org/rav1ebygop/image/Links.java "${ports[@]}" <"$work/commands" >"$work/answers" &
exec 3>"$work/commands" 4<"$work/answers"
read -r -u 4 -a links || { echo "the links do not start: Java 25 is needed, in JAVA_HOME" >&2; exit 5; }
for n in 0 1 2; do
  printf '[[workers]]\nname = "worker%d"\nhost = "127.0.0.1"\nport = %s\npassword = "%s"\n' \
    $((n + 1)) "${links[n]}" "$SERVER_PASSWORD" >>"$work/farm.toml"
done
chmod 600 "$work/farm.toml"

clip() { ffmpeg -v error -f lavfi -i "$2" -frames:v "$3" -pix_fmt "$4" -strict -1 "$work/$1.y4m"; }
clip test testsrc2=size=256x144:rate=25 96 yuv420p
clip fractal mandelbrot=size=320x180:rate=25 72 yuv420p
clip deep testsrc2=size=192x108:rate=25 120 yuv422p10le
clip large testsrc2=size=640x360:rate=25,noise=alls=12 48 yuv420p
clips=(test fractal deep large)
settings=(--speed 10 --splitter fixed --keyint 12 --verify decode --no-progress)
for clip in "${clips[@]}"; do
  "$image/bin/rav1e-by-gop" "$work/$clip.y4m" -o "$work/$clip-here.ivf" "${settings[@]}" >>"$work/here.log" 2>&1
done

# What finds nothing to hit is not counted.
fault() {
  local pid encoders
  case $1 in
    worker-killed)
      kill -KILL "$(cat "$work/worker3.pid")" && echo >>"$work/faults/$1"
      sleep $((RANDOM % 8))
      start 3 "${ports[2]}"
      ;;
    worker-stopped | worker-stopped-long)
      pid=$(cat "$work/worker$((RANDOM % 3 + 1)).pid")
      kill -STOP "$pid" && echo >>"$work/faults/$1"
      [ "$1" = worker-stopped ] && sleep $((RANDOM % 5 + 1)) || sleep 25
      kill -CONT "$pid"
      ;;
    link-cut)
      echo "cut $((RANDOM % 3 + 1))" >&3
      read -r -u 4 pid
      [ "$pid" = 0 ] || echo >>"$work/faults/$1"
      ;;
    encoder-killed)
      mapfile -t encoders < <(pgrep -x rav1e -P "$(cat "$work"/worker?.pid | paste -sd,)")
      [ ${#encoders[@]} = 0 ] ||
        { kill -KILL "${encoders[RANDOM % ${#encoders[@]}]}" && echo >>"$work/faults/$1"; }
      ;;
    client-killed) kill -KILL "$(cat "$work/client.pid")" && echo >>"$work/faults/$1" ;;
  esac 2>/dev/null || true
}
kinds=(worker-killed worker-stopped worker-stopped worker-stopped-long link-cut link-cut link-cut link-cut
  encoder-killed encoder-killed client-killed)
faults() {
  trap - EXIT
  RANDOM=$seed
  while [ ! -e "$work/calm" ]; do
    sleep $((RANDOM % 5 + 1))
    fault "${kinds[RANDOM % ${#kinds[@]}]}"
  done
}

# Time, resident set in kB, open files, threads. A film that takes far too long is ended, too.
sample() {
  trap - EXIT
  while [ ! -e "$work/over" ]; do
    if [ -e "$work/client.pid" ] && [ -n "$(find "$work/film" -mmin +5)" ]; then
      kill -QUIT "$(cat "$work/client.pid")"
      sleep 2
      kill -TERM "$(cat "$work/client.pid")"
    fi
    for n in 0 1; do
      awk -v t="$((SECONDS - begin))" -v f="$(find "/proc/${pids[n]}/fd" -mindepth 1 | wc -l)" \
        '/^VmRSS/ {r = $2} /^Threads/ {print t, r, f, $2}' "/proc/${pids[n]}/status" >>"$work/samples$((n + 1))"
    done
    sleep 1
  done
}

# film CLIP WAY: encodes until it is done, again and again if the client is killed.
film() {
  local clip=$1 input=$work/$1.y4m out=$work/out.ivf code
  rm -f "$out"
  touch "$work/film"
  while :; do
    code=0
    case $2 in
      file) "$image/bin/rav1e-by-gop" "$input" "${remote[@]}" >>"$work/client.log" 2>&1 & ;;
      pipe) "$image/bin/rav1e-by-gop" - "${remote[@]}" <"$input" >>"$work/client.log" 2>&1 & ;;
    esac
    echo $! >"$work/client.pid"
    wait $! 2>/dev/null || code=$?
    rm -f "$work/client.pid"
    [ $code = 137 ] || break
    # killed when all was done: there is nothing to resume
    if [ -e "$out" ] && [ ! -e "$out.gops" ]; then
      code=0
      break
    fi
  done
  [ $code = 0 ] || die "the film of $clip by $2 ended with exit code $code"
  cmp -s "$out" "$work/$clip-here.ivf" || die "the film of $clip by $2 differs"
  [ ! -e "$out.gops" ] || die "the film of $clip by $2 left its job directory"
  films=$((films + 1))
}
remote=(-o "$work/out.ivf" "${settings[@]}" --workers "$work/farm.toml" --no-local --resume -v --max-tries 1000)

# Waits until the workers have forgotten all clients, which takes them a minute when one was killed.
calm() {
  local port until=$((SECONDS + 120))
  for port in "${ports[@]}"; do
    until exec 5<>"/dev/tcp/127.0.0.1/$port" && printf 'GET /healthz HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n' >&5 &&
      grep -q '"busy":0,"clients":0' <&5; do
      [ $SECONDS -lt $until ] || die "a worker is still busy"
      sleep 1
    done 2>/dev/null
    exec 5>&-
  done
}
open_files() { for n in 0 1; do find "/proc/${pids[n]}/fd" -mindepth 1 -printf '%l\n' | sort >"$work/open$((n + 1)).$1"; done; }
count() { if [ -e "$1" ]; then wc -l <"$1"; else echo 0; fi; }
faults_so_far() {
  local kind
  for kind in $(printf '%s\n' "${kinds[@]}" | sort -u); do printf '%s %s, ' "$kind" "$(count "$work/faults/$kind")"; done | sed 's/, $//'
}

films=0
for clip in "${clips[@]}"; do
  film "$clip" file
done
calm
open_files before
films=0
begin=$SECONDS end=$((SECONDS + minutes * 60)) told=$SECONDS
faults 2>/dev/null &
faulty=$!
sample &
sampler=$!
RANDOM=$((seed + 1))
ways=(file file pipe)
while [ $SECONDS -lt $end ]; do
  film "${clips[RANDOM % 4]}" "${ways[RANDOM % 3]}"
  if [ $((SECONDS - told)) -ge 60 ]; then
    told=$SECONDS
    echo "$(((SECONDS - begin) / 60)) min, $films films; $(faults_so_far)"
  fi
done
touch "$work/calm"
wait $faulty
touch "$work/over"
wait $sampler
calm
open_files after

echo "$films films as encoded here, $(((SECONDS - begin) / 60)) minutes, seed $seed; $(faults_so_far)"
verdict=0
for n in 1 2; do
  printf 'worker %d: open files when idle: %d before, %d after\n' $n "$(count "$work/open$n.before")" "$(count "$work/open$n.after")"
  awk -v n=$n -v whole=$((end - begin)) -v before="$(count "$work/open$n.before")" -v after="$(count "$work/open$n.after")" '
    function most(what, from, to,   i, m) { for (i = 1; i <= N; i++) if (t[i] >= from * whole && t[i] <= to * whole && v[what, i] > m) m = v[what, i]; return m }
    function mean(what, from, to,   i, s, c) { for (i = 1; i <= N; i++) if (t[i] >= from * whole && t[i] <= to * whole) { s += v[what, i]; c++ } return c ? s / c : 0 }
    { t[++N] = $1; v["RSS, MB", N] = $2 / 1024; v["open files", N] = $3; v["threads", N] = $4 }
    END {
      printf "%-28s %8s %8s %8s %20s\n", "worker " n ", highest (mean)", "0-10 %", "40-50 %", "90-100 %", "last third ÷ middle"
      split("RSS, MB;open files;threads", names, ";")
      for (i = 1; i <= 3; i++) {
        what = names[i]
        printf "%-21s %5d (%d) %5d (%d) %5d (%d) %8.3f (%.3f)\n", what, most(what, 0, .1), mean(what, 0, .1), most(what, .4, .5), mean(what, .4, .5),
          most(what, .9, 2), mean(what, .9, 2), most(what, 2/3, 2) / most(what, 1/3, 2/3), mean(what, 2/3, 2) / mean(what, 1/3, 2/3)
      }
      growth = most("RSS, MB", 2/3, 2) / most("RSS, MB", 1/3, 2/3)
      exit growth > 1.05 || after - before > 2 || before - after > 2
    }' "$work/samples$n" && echo "worker $n: flat" || { echo "worker $n: NOT flat"; verdict=1; }
done
kill -TERM "$(cat "$work/worker3.pid")"
for pid in "${pids[@]}"; do
  kill -TERM "$pid"
  wait "$pid" || { echo "a worker ended with exit code $? at TERM"; verdict=1; }
done
while kill -0 "$(cat "$work/worker3.pid")" 2>/dev/null; do sleep 0.1; done
left=$(find "$work"/tmp "$work"/temp? -mindepth 1; ours | xargs -r ps -o pid=,comm= -p | grep 'av1[de]$' || true)
[ -z "$left" ] || { echo "left behind: $left"; verdict=1; }
[ $verdict = 0 ] && rm -rf "$work" || echo "see $work"
exit $verdict
