package org.rav1ebygop.bench.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class QualityFiguresTest {
  private static final List<String> ROWS =
      List.of(
          "one rav1e,60,300000,240,24,42.0,0.99",
          "one rav1e,140,100000,240,24,36.0,0.97",
          "2 tiles & more,60,315000,240,24,42.0,0.99",
          "2 tiles & more,140,105000,240,24,36.0,0.97");

  @Test
  void ratesAreThoseOfTheFramesShown() {
    Map<String, List<RatePoint>> ways = QualityFigures.read(ROWS);
    assertEquals(List.of("one rav1e", "2 tiles & more"), List.copyOf(ways.keySet()));
    assertEquals(
        new RatePoint(60, 240, 42, 0.99), // 300 kB in 10 s
        ways.values().iterator().next().getFirst());
  }

  @Test
  void theFirstWayIsTheReference() {
    String table = QualityFigures.table(QualityFigures.read(ROWS));
    assertTrue(table.contains("| one rav1e | 60: 240.0, 42.000, 0.99000; 140:"), table);
    assertTrue(table.contains("| +0.00 % | +0.00 % |"), table);
    assertTrue(table.contains("| +5.00 % | +5.00 % |"), table);
  }

  @Test
  void thePlotIsAWellFormedDocumentWithALineForEachWay() throws Exception {
    String svg = QualityFigures.chart(QualityFigures.read(ROWS)).svg();
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));
    assertEquals(4, document.getElementsByTagName("circle").getLength());
    assertTrue(document.getDocumentElement().getTextContent().contains("2 tiles & more"));
  }

  @Test
  void rowsOfAnotherFormAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> QualityFigures.read(List.of("a,1,2")));
    assertThrows(
        IllegalArgumentException.class, () -> QualityFigures.read(List.of("a,b,1,1,1,1,1")));
  }
}
