# Sourced by ./dev: tests that are run again and again while other programs want all processors too.
# A test that fails then fails by luck elsewhere.

# stress [unit|image|waits [N]]: N runs of the unit tests, of those of the image, or of all that wait
# or measure, which are tagged so.
stress() {
  local part=${1:-waits} rounds=${2:-} options= round good count failed=0
  case $part in
    unit) rounds=${rounds:-10} options="test -pl !jlink" ;;
    image) rounds=${rounds:-3} options="verify -pl jlink -am -Dunit.skip=true" ;;
    waits) rounds=${rounds:-50} options="verify -Dgroups=waits -Dsurefire.failIfNoSpecifiedTests=false" ;;
    *) FAIL_CODE=2 fail "test: --stress knows no part called $part; there are: unit image waits" ;;
  esac
  case $rounds in
    *[!0-9]* | 0 | '') FAIL_CODE=2 fail "test: --stress $part takes a number of runs, not '$rounds'" ;;
  esac
  need_for_tests
  need stress-ng
  [ "$part" = unit ] || build_image
  load=$(start_load)
  # shellcheck disable=SC2064 # the load that was started
  trap "kill $load" EXIT
  for ((round = 1; round <= rounds; round++)); do
    forget_reports
    good=1
    # The image is there already. A failure in one module is not to keep those after it from running.
    # shellcheck disable=SC2086 # words
    maven "stress-$part-$round" $options -Dspotless.check.skip=true -Dkeyframes.skip=true -Dexec.skip=true \
      -Dmaven.test.failure.ignore=true "-Dtest.rav1e=$(rav1e_path)" || good=
    count=$(count_tests) || good=
    [ -n "$good" ] || failed=$((failed + 1))
    say "stress: $part, run $round of $rounds: $count"
  done
  say "stress: $part, $rounds runs beside $(load_processes) busy processes on $(processors) processors, $failed of them failed"
  [ $failed = 0 ]
}

processors() { getconf _NPROCESSORS_ONLN; }

# Twice as many as there are processors.
load_processes() { echo $((2 * $(processors))); }

start_load() {
  stress-ng --cpu "$(load_processes)" --quiet >/dev/null 2>&1 &
  echo $!
}
