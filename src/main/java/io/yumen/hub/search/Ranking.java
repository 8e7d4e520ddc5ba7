package io.yumen.hub.search;

import io.yumen.hub.names.Named;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tools by how well they fit words (BM25): a word counts the more the fewer tools have it, and more in a name than in a title, a
 * description, or the name of an argument. A word that a longer one begins with counts half. Immutable.
 */
final class Ranking {
    private static final double SATURATION = 1.2;
    private static final double LENGTH = 0.75;
    private static final double IN_NAME = 3;
    private static final double IN_TITLE = 2;
    private static final double BEGINNING = 0.5;
    private static final int SHORTEST_BEGINNING = 3;

    private final List<Map<String, Double>> weights = new ArrayList<>();
    private final Map<String, Integer> having = new HashMap<>();
    private final double usualLength;

    Ranking(Found tools) {
        for (int i = 0; i < tools.items().size(); i++) {
            Map<String, Double> words =
                    words(tools.names().get(i), tools.items().get(i));
            weights.add(words);
            words.keySet().forEach(word -> having.merge(word, 1, Integer::sum));
        }
        usualLength = weights.stream().mapToDouble(Ranking::length).average().orElse(1);
    }

    /** The places of the tools that fit, best first; of two that fit as well the one that is listed first. */
    List<Integer> best(String query) {
        Set<String> asked = new HashSet<>(Terms.of(query));
        double[] scores =
                weights.stream().mapToDouble(words -> score(asked, words)).toArray();
        return IntStream.range(0, scores.length)
                .filter(i -> scores[i] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i]))
                .toList();
    }

    private double score(Set<String> asked, Map<String, Double> words) {
        double penalty = SATURATION * (1 - LENGTH + LENGTH * length(words) / usualLength);
        double score = 0;
        for (String word : asked) {
            double weight = weight(word, words);
            score += rarity(word) * weight * (SATURATION + 1) / (weight + penalty);
        }
        return score;
    }

    private static double weight(String asked, Map<String, Double> words) {
        double exact = words.getOrDefault(asked, 0.0);
        if (exact > 0 || asked.length() < SHORTEST_BEGINNING) {
            return exact;
        }
        double longer = words.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(asked))
                .mapToDouble(Map.Entry::getValue)
                .sum();
        return BEGINNING * longer;
    }

    private double rarity(String word) {
        int with = having.getOrDefault(word, 0);
        return Math.log(1 + (weights.size() - with + 0.5) / (with + 0.5));
    }

    private static double length(Map<String, Double> words) {
        return words.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static Map<String, Double> words(Named named, ObjectNode tool) {
        Map<String, Double> words = new HashMap<>();
        add(words, named.exposed(), IN_NAME);
        add(words, named.server(), 1);
        add(words, tool.path("title").asString(""), IN_TITLE);
        add(words, tool.path("description").asString(""), 1);
        JsonNode arguments = tool.path("inputSchema").path("properties");
        arguments.propertyNames().forEach(argument -> add(words, argument, 1));
        return words;
    }

    private static void add(Map<String, Double> words, String text, double weight) {
        Terms.of(text).forEach(word -> words.merge(word, weight, Double::sum));
    }
}
