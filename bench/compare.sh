#!/usr/bin/env bash
# Builds another commit beside this tree, and measures both by turns: encoding at speed 10 by the two
# images, and the hot paths that both have. A ratio above 1 says that this tree takes longer. Of the
# hot paths it compares what each takes beside its limit, which hardly depends on the machine's load.
#   bench/compare.sh COMMIT FILM.y4m [PATTERN OF HOT PATHS]
# RUNS=3 of either.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD commit=$(git rev-parse --verify --short "$1^{commit}") film=$(realpath "$2") runs=${RUNS:-3}
pattern=${3:-org.rav1ebygop.(bench|engine)}
base=$root/.cache/bench/base results=$root/.cache/bench/compare
rm -rf "$results"
mkdir -p "$results"
if [ -d "$base" ]; then
  git -C "$base" checkout -q --force --detach "$commit"
else
  git worktree prune
  git worktree add -q --detach "$base" "$commit"
fi
# What was downloaded need not be again.
mkdir -p "$base/.cache"
for part in rav1e librav1e dav1d; do
  [ ! -d ".cache/$part" ] || [ -e "$base/.cache/$part" ] || cp -r ".cache/$part" "$base/.cache/$part"
done
echo "building $commit" >&2
(cd "$base" && ./dev image >"$results/image.log" 2>&1) || { tail -20 "$results/image.log" >&2; exit 1; }

echo "encoding: $commit, then this tree, $runs runs by turns" >&2
bench/images.sh "$film" "$runs" "$base/jlink/target/rav1e-by-gop" "$root/jlink/target/rav1e-by-gop" |
  awk -v base="$base/" '{
    who = index($0, base) == 1 ? "base" : "this"
    for (i = 1; i < NF; i++) if ($i ~ /^(wall|encoders|user|kernel)$/) { v = $(i + 1); sub(",", "", v); print who, $i, v }
  }' >"$results/encoding"

# ratios DIRECTORY ROUND
ratios() {
  (cd "$1" && mvn -B -q -ntp -Pbench verify -pl bench/paths -am -Dmaven.test.skip=true -Dspotless.check.skip=true \
    -Dkeyframes.skip=true "-Dbench.arguments=quick $pattern $results/$2.json") >"$results/$2.log" 2>&1 ||
    { tail -20 "$results/$2.log" >&2; exit 1; }
}

# One line for each hot path: who, name with _ for blanks, median of its ratios to the limit.
hot() {
  sed -n 's/.*"name": "\([^"]*\)".*"limit": false.*"ratios": \[\([^]]*\)\].*/\1|\2/p' "$results/$2.json" |
    while IFS='|' read -r name values; do
      tr ',' '\n' <<<"$values" | sort -g |
        awk -v who="$1" -v name="${name// /_}" '{v[NR] = $1} END {print who, name, (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2}'
    done
}

: >"$results/paths"
if [ -d "$base/bench/paths" ]; then
  echo "hot paths: both, $runs runs by turns" >&2
  for run in $(seq "$runs"); do
    ratios "$base" "base-$run"
    ratios "$root" "this-$run"
    hot base "base-$run" >>"$results/paths"
    hot this "this-$run" >>"$results/paths"
  done
else
  echo "$commit does not measure its hot paths" >&2
fi

printf '%-50s %10s %10s %8s  %s\n' "this tree beside $commit" "$commit" this ratio "range of pairs"
awk '
  function median(list, count,   v, i) {
    split(list, v, " ")
    count = asort_(v)
    return (v[int((count + 1) / 2)] + v[int(count / 2) + 1]) / 2
  }
  function asort_(v,   n, i, j, t) {
    n = 0
    while ((n + 1) in v) n++
    for (i = 2; i <= n; i++) for (j = i; j > 1 && v[j - 1] + 0 > v[j] + 0; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
    return n
  }
  { if (!($2 in seen)) { seen[$2] = 1; order[++names] = $2 } values[$1, $2] = values[$1, $2] " " $3 }
  END {
    for (i = 1; i <= names; i++) {
      name = order[i]
      n = split(values["base", name], old, " ")
      if (split(values["this", name], new, " ") != n) continue
      pairs = ""
      for (k = 1; k <= n; k++) pairs = pairs " " (old[k] > 0 ? new[k] / old[k] : 0)
      m = split(pairs, p, " ")
      asort_(p)
      title = name
      gsub("_", " ", title)
      printf "%-50s %10.3f %10.3f %8.3f  %.3f-%.3f\n", title, median(values["base", name]), median(values["this", name]), median(pairs), p[1], p[m]
    }
  }' "$results/encoding" "$results/paths" | tee "$results/table"
