#!/usr/bin/perl
# A rav1e that takes REPLAY_FPS frames a second and gives back the packets of REPLAY_GOP, a recorded
# IVF file, one for each frame; what is asked of it besides is answered by REPLAY_RAV1E. A GOP leaves
# a line in REPLAY_LOG: when it began, when it ended, seconds that its frames take.
use strict;
use warnings;
use Time::HiRes qw(time sleep);

exec { $ENV{REPLAY_RAV1E} } $ENV{REPLAY_RAV1E}, @ARGV if grep { /^--(version|help)$/ } @ARGV;
my $begin = time;
binmode STDIN;
binmode STDOUT;
my ($width, $height) = header() =~ /^YUV4MPEG2 .*?W(\d+) .*?H(\d+)/ or die "no y4m\n";
my $bytes = length("FRAME\n") + $width * $height * 3 / 2;
open my $gop, '<:raw', $ENV{REPLAY_GOP} or die "$ENV{REPLAY_GOP}: $!\n";
give(recorded(32));
my ($frames, $due) = (0, time);
while (frame()) {
  $due = time if $due < time - 1 / $ENV{REPLAY_FPS};
  $due += 1 / $ENV{REPLAY_FPS};
  my $wait = $due - time;
  sleep $wait if $wait > 0;
  my $head = recorded(12);
  give($head . recorded(unpack 'V', $head));
  $frames++;
}
if ($frames > 1) {
  open my $log, '>>', $ENV{REPLAY_LOG} or die "$ENV{REPLAY_LOG}: $!\n";
  syswrite $log, sprintf "%.3f %.3f %.3f\n", $begin, time, $frames / $ENV{REPLAY_FPS};
}

# Unbuffered, because what follows is read in large pieces.
sub header {
  my ($line, $char) = ('', '');
  while ($char ne "\n" && sysread STDIN, $char, 1) { $line .= $char }
  return $line;
}

sub frame {
  my $left = $bytes;
  while ($left) {
    my $read = sysread STDIN, my $piece, $left;
    return 0 unless $read;
    $left -= $read;
  }
  return 1;
}

sub recorded {
  my ($length) = @_;
  my $read = read $gop, my $piece, $length;
  die "$ENV{REPLAY_GOP} has fewer packets than the GOP has frames\n" unless $read == $length;
  return $piece;
}

sub give {
  my ($piece) = @_;
  my $at = 0;
  while ($at < length $piece) {
    $at += syswrite(STDOUT, $piece, length($piece) - $at, $at) || exit 1;
  }
}
