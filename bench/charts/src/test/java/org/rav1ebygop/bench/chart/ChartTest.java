package org.rav1ebygop.bench.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.rav1ebygop.bench.chart.Chart.Point;
import org.xml.sax.InputSource;

class ChartTest {
  @Test
  void isXmlWithALineForEachCurve() throws Exception {
    var lines =
        List.of(
            new Chart.Line("a < b", List.of(new Point(1, 1), new Point(1000, 3))),
            new Chart.Line("c", List.of(new Point(10, 2))));
    var chart = new Chart("t", new Chart.Scale("x & y", true), new Chart.Scale("z", false), lines);
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(chart.svg())));
    assertEquals(2, document.getElementsByTagName("polyline").getLength());
    assertEquals(3, document.getElementsByTagName("circle").getLength());
    assertTrue(document.getDocumentElement().getTextContent().contains("a < b"));
  }

  @Test
  void nothingToDrawIsRefused() {
    var scale = new Chart.Scale("x", false);
    assertThrows(IllegalArgumentException.class, () -> new Chart("t", scale, scale, List.of()));
  }

  @Test
  void marksAreRoundAndWithin() {
    assertEquals(List.of(1.0, 2.0, 5.0, 10.0, 20.0), new Axis("x", true, 1, 30).marks());
    assertEquals(List.of(30.0, 32.0, 34.0, 36.0, 38.0), new Axis("x", false, 29.5, 39.5).marks());
  }

  @Test
  void equalRatiosAreEqualDistancesOfALogarithm() {
    var axis = new Axis("x", true, 1, 1000);
    assertEquals(1.0 / 3, axis.place(10), 1e-12);
    assertEquals(0.5, new Axis("x", false, 2, 4).place(3), 1e-12);
  }
}
