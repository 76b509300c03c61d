# What of Maven's output is worth seeing while it runs.
/^\[INFO\] Building .*\[[0-9]+\/[0-9]+\]$/ {
  $1 = $2 = ""
  module = $0
  sub(/^ +/, "", module)
}
/Tests run:.* -- in / {
  if (module != "") {
    print "  " module
    module = ""
  }
  failed = ($0 ~ /FAILURE|ERROR/) ? "  FAILED" : ""
  count = $0
  sub(/.*Tests run: /, "", count)
  sub(/,.*/, "", count)
  name = $0
  sub(/.* -- in /, "", name)
  printf "    %s: %d%s\n", name, count, failed
  fflush()
}
# What a long test says of itself.
/^(kill|races): / {
  print
  fflush()
}
