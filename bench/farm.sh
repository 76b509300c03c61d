#!/usr/bin/env bash
# A film of tiny GOPs encoded by many workers of a farm whose encoders take no time, some of which go
# and come back, over a real nats-server that is killed on the way: no GOP may be lost or come twice.
# Then three clients share a farm of 12 workers, and what each of them gets is printed.
#   bench/farm.sh [WORKERS [GOPS]]
# The workers are in one process, the client in another; JAVA_HOME is a JDK 25.
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -B test -pl plugins/transport-nats -am -Dtest=FarmScaleTest,FarmFairnessTest -Dsurefire.failIfNoSpecifiedTests=false \
  "-Dfarm.workers=${1:-200}" "-Dfarm.gops=${2:-50000}" -Dfarm.rounds=900 | grep -o 'farm of .*'
