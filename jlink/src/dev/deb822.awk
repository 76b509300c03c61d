# Prints the stanzas of a deb822 .sources file that offer the packages of release `old`, with
# Debian 13 in its place.
BEGIN {
  RS = ""
  FS = "\n"
}
{
  wanted = binary = 0
  text = ""
  for (i = 1; i <= NF; i++) {
    line = $i
    if (line ~ /^#/) continue
    if (tolower(line) ~ /^enabled:[ \t]*no/) next
    if (tolower(line) ~ /^types:/ && (" " line " ") ~ /[ \t]deb[ \t]/) binary = 1
    if (tolower(line) ~ /^suites:/) {
      n = split(line, suites, /[ \t]+/)
      for (k = 2; k <= n; k++) if (suites[k] == old) wanted = 1
      line = "Suites: trixie"
    }
    text = text line "\n"
  }
  if (wanted && binary) print text
}
