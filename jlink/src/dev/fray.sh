# Sourced by ./dev: decides whether the tests of modules/races run, and gets what they need.

# The option of Maven with which they are part of the build; empty where they are left out.
RACES=

need_fray() {
  case "$(uname -s) $(uname -m)" in
    'Linux x86_64') ;;
    *)
      say "races: Fray is not there for $(uname -s) on $(uname -m), the tests of modules/races are skipped"
      return
      ;;
  esac
  local version
  version=$(sed -n 's|.*<fray.version>\(.*\)</fray.version>.*|\1|p' modules/races/pom.xml)
  if [ ! -f "$CACHE/stamps/fray-$version" ] && [ ! -e "$CACHE/fray-not-fetched" ]; then
    if fetch_fray "$version" >"$CACHE/log/fray.log" 2>&1; then
      touch "$CACHE/stamps/fray-$version"
    else
      touch "$CACHE/fray-not-fetched"
    fi
  fi
  if [ -e "$CACHE/fray-not-fetched" ]; then
    say "races: Fray could not be fetched ($CACHE/log/fray.log), the tests of modules/races are skipped; remove $CACHE/fray-not-fetched to try again"
  else
    RACES=-Praces
  fi
}

# fetch_fray VERSION: into Maven's own repository, so that a build without a network does not fail for them.
fetch_fray() {
  local artifact
  for artifact in fray:fray-core fray:fray-jvmti-linux-x8664 \
    fray.instrumentation:fray-instrumentation-agent fray.instrumentation:fray-instrumentation-jdk; do
    mvn -B -ntp -N org.apache.maven.plugins:maven-dependency-plugin:3.11.0:get \
      "-Dartifact=org.pastalab.$artifact:$1" || return
  done
}
