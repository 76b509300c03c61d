#!/usr/bin/env bash
# The same film encoded by two workers on loopback, by turns over WebSockets and over a nats-server:
# wall and CPU seconds of the client and all workers, and what went over the wire.
#   bench/nats.sh IMAGE FILM.y4m [SPEED [RUNS]]
# The nats-server is the one that ./dev test fetched, else that of the PATH.
set -euo pipefail
cd "$(dirname "$0")"
tree=$PWD/tree.pl
nats=$(command -v ../.cache/nats/usr/sbin/nats-server nats-server | head -1) ||
  { echo "there is no nats-server: ./dev test fetches one" >&2 && exit 5; }
nats=$(realpath "$nats")
cd - >/dev/null
image=$(realpath "$1") film=$(realpath "$2") speed=${3:-10} runs=${4:-3}
work=$(mktemp -d)
trap 'kill $(cat "$work"/*.pid 2>/dev/null) 2>/dev/null || :; rm -rf "$work"' EXIT
cd "$work"
export image film speed nats work SERVER_PASSWORD=bench-bench-bench-bench WALL=$work/wall

# Until a line of a log matches.
until_logged() {
  until grep -qs "$2" "$1"; do sleep 0.05; done
}

# The workers are up before the clock runs; their CPU counts from the start.
start_workers() {
  local n
  for n in 1 2; do
    "$image/bin/rav1e-worker" --threads 1 "$@" 2>"worker$n.log" &
    echo $! >"worker$n.pid"
    until_logged "worker$n.log" '; rav1e'
  done
}

encode() {
  local begin
  begin=$(date +%s%N)
  "$image/bin/rav1e-by-gop" "$film" -s "$speed" --no-local --overwrite --no-progress "$@"
  echo $(($(date +%s%N) - begin)) >"$WALL"
  kill $(cat ./*.pid)
  wait || :
  rm -f ./*.pid
}

way_websocket() {
  local n
  start_workers --ip 127.0.0.1 --port 0
  for n in 1 2; do
    printf '[[workers]]\nhost = "127.0.0.1"\nport = %s\npassword = "%s"\n' \
      "$(sed -n 's/.* port \([0-9]*\).*/\1/p' "worker$n.log" | head -1)" "$SERVER_PASSWORD"
  done >farm.toml
  chmod 600 farm.toml
  encode -o websocket.ivf --workers farm.toml
}

way_nats() {
  "$nats" -a 127.0.0.1 -p -1 2>server.log &
  echo $! >nats.pid
  until_logged server.log 'Server is ready'
  url=nats://127.0.0.1:$(sed -n 's/.*client connections on 127.0.0.1:\([0-9]*\).*/\1/p' server.log)
  start_workers --transport nats --nats "$url"
  encode -o nats.ivf --transport nats --nats "$url" --nats-password-env SERVER_PASSWORD
}

export -f until_logged start_workers encode way_websocket way_nats
for _ in $(seq "$runs"); do
  for way in websocket nats; do
    perl "$tree" "$way.took" bash -euo pipefail -c "way_$way" >"$way.log" 2>&1 ||
      { echo "$way failed:" >&2 && tail -5 "$way.log" >&2 && exit 4; }
    sed -n '/^ *worker *slots /,/^$/p' "$way.log" | sed '1d;$d' >"$way.workers"
  done
done
cmp websocket.ivf nats.ivf
median() { sort -n | awk '{v[NR] = $1} END {print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2}'; }
column() { awk -v n="$2" '{print $n}' "$1.took"; }
reference=$(column websocket 1 | median)
echo "| way | wall | range | wall ÷ websocket | CPU | peak RSS, MB |"
echo "| --- | --- | --- | --- | --- | --- |"
for way in websocket nats; do
  printf '| %s | %.2f | %s | %.3f | %.2f | %.0f |\n' "$way" "$(column "$way" 1 | median)" \
    "$(column "$way" 1 | sort -n | sed -n '1p;$p' | paste -sd-)" \
    "$(awk -v a="$(column "$way" 1 | median)" -v b="$reference" 'BEGIN {print a / b}')" \
    "$(awk '{print $2 + $3}' "$way.took" | median)" "$(($(column "$way" 4 | sort -n | tail -1) / 1000))"
done
echo "of the last run: worker, slots, GOPs, frames, fps, failed, sent, back"
for way in websocket nats; do sed "s/^/$way /" "$way.workers"; done
