package org.rav1ebygop.cli;

import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// Finds the word that somebody meant.
final class Spelling {
  private Spelling() {}

  /// The word that differs least, if it differs in two letters, or in a third of them, at most.
  static @Nullable String nearest(String word, Collection<String> known) {
    String nearest =
        known.stream().min(Comparator.comparingInt(other -> distance(word, other))).orElse(null);
    return nearest != null && distance(word, nearest) <= Math.max(2, word.length() / 3)
        ? nearest
        : null;
  }

  /// Levenshtein distance.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + cost);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
