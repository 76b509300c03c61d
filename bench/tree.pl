#!/usr/bin/env perl
# Runs a command and writes what it took: "WALL USER SYSTEM PEAK", seconds and kB. CPU is that of the
# command and all it has waited for; the peak is the greatest sum of the resident sets of it and its
# descendants, looked at every 100 ms. Pages that several of them map count once for each.
#   bench/tree.pl OUT COMMAND...
# A command that writes nanoseconds into the file that WALL names has taken so long, whatever came
# before and after.
use strict;
use warnings;
use Time::HiRes qw(time sleep);
use POSIX ":sys_wait_h";

my ($out, @command) = @ARGV;
my $begin = time;
my $pid = fork // die "no process: $!\n";
if ($pid == 0) { exec @command or die "$command[0]: $!\n"; }

sub resident {
  my ($process) = @_;
  my $sum = 0;
  if (open my $status, '<', "/proc/$process/status") {
    while (<$status>) { $sum = $1, last if /^VmRSS:\s+(\d+)/; }
  }
  for my $task (glob "/proc/$process/task/*/children") {
    open my $children, '<', $task or next;
    $sum += resident($_) for split ' ', <$children> // '';
  }
  return $sum;
}

my $peak = 0;
until (waitpid $pid, WNOHANG) {
  my $now = resident $pid;
  $peak = $now if $now > $peak;
  sleep 0.1;
}
my $code = $? >> 8 || $? & 127;
my $wall = time - $begin;
if (my $file = $ENV{WALL}) {
  if (open my $told, '<', $file) { $wall = <$told> / 1e9; unlink $file; }
}
my (undef, undef, $user, $system) = times;
open my $result, '>>', $out or die "$out: $!\n";
printf $result "%.2f %.2f %.2f %d\n", $wall, $user, $system, $peak;
exit $code;
