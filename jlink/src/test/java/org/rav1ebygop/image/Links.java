package org.rav1ebygop.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import org.rav1ebygop.image.FaultyLink.Fault;

/// Bad networks for the scripts of `bench/`, which start this from its source.
///
/// Each argument is a link: the port of a worker, and after a colon how many bytes a second go
/// either way, if not all. First comes a line with the ports of the links. Then, for each line `cut
/// N` of standard input, link N (from 1) loses its connections, and a line tells how many there
/// were.
final class Links {
  private Links() {}

  public static void main(String[] arguments) throws IOException {
    List<FaultyLink> links = new ArrayList<>();
    for (String argument : arguments) {
      int colon = argument.indexOf(':');
      Fault fault =
          colon < 0
              ? new Fault.None()
              : new Fault.Slow(0, Long.parseLong(argument.substring(colon + 1)));
      String port = colon < 0 ? argument : argument.substring(0, colon);
      links.add(new FaultyLink(Integer.parseInt(port), _ -> fault));
    }
    System.out.println(
        String.join(" ", links.stream().map(link -> String.valueOf(link.port())).toList()));
    var commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      System.out.println(links.get(Integer.parseInt(line.replace("cut ", "")) - 1).cut());
    }
  }
}
