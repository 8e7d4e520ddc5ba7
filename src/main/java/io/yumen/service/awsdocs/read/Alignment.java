package io.yumen.service.awsdocs.read;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which items of two lists are the same, in an order that both have. Those that stand once in each hold it together (patience), so that
 * the time grows with the length, and hardly more; where there are none such, what lies between is not the same.
 */
final class Alignment {
    /** An item without a partner. */
    static final int NONE = -1;

    /** What lies between is looked at closer so often. */
    private static final int DEPTH = 32;

    private final int[] before;
    private final int[] after;
    /** For each item before, its place after. */
    private final int[] partners;

    private Alignment(List<String> before, List<String> after) {
        Map<String, Integer> numbers = new HashMap<>();
        this.before = numbered(before, numbers);
        this.after = numbered(after, numbers);
        this.partners = new int[before.size()];
        Arrays.fill(partners, NONE);
    }

    /** For each item of the first list, its place in the second; places grow. */
    static int[] of(List<String> before, List<String> after) {
        Alignment alignment = new Alignment(before, after);
        alignment.align(new Span(0, before.size(), 0, after.size()), DEPTH);
        return alignment.partners;
    }

    private static int[] numbered(List<String> items, Map<String, Integer> numbers) {
        return items.stream()
                .mapToInt(item -> numbers.computeIfAbsent(item, unknown -> numbers.size()))
                .toArray();
    }

    /** A stretch of each list. */
    private record Span(int from, int to, int otherFrom, int otherTo) {}

    private void align(Span span, int depth) {
        Span inner = trimmed(span);
        if (depth == 0 || inner.from() == inner.to() || inner.otherFrom() == inner.otherTo()) {
            return;
        }
        int from = inner.from();
        int otherFrom = inner.otherFrom();
        List<int[]> anchors = growing(unique(inner));
        if (anchors.isEmpty()) {
            return;
        }
        for (int[] anchor : anchors) {
            align(new Span(from, anchor[0] + 1, otherFrom, anchor[1] + 1), depth - 1);
            from = anchor[0] + 1;
            otherFrom = anchor[1] + 1;
        }
        align(new Span(from, inner.to(), otherFrom, inner.otherTo()), depth - 1);
    }

    /** What is left without the items that are the same at both ends, which are partners. */
    private Span trimmed(Span span) {
        int from = span.from();
        int otherFrom = span.otherFrom();
        while (from < span.to() && otherFrom < span.otherTo() && before[from] == after[otherFrom]) {
            partners[from++] = otherFrom++;
        }
        int to = span.to();
        int otherTo = span.otherTo();
        while (from < to && otherFrom < otherTo && before[to - 1] == after[otherTo - 1]) {
            partners[--to] = --otherTo;
        }
        return new Span(from, to, otherFrom, otherTo);
    }

    /** The places of what stands once in each stretch, by the first of them. */
    private List<int[]> unique(Span span) {
        Map<Integer, int[]> seen = new HashMap<>();
        for (int i = span.from(); i < span.to(); i++) {
            int[] one = seen.computeIfAbsent(before[i], unknown -> new int[4]);
            one[0]++;
            one[1] = i;
        }
        for (int i = span.otherFrom(); i < span.otherTo(); i++) {
            int[] one = seen.get(after[i]);
            if (one != null) {
                one[2]++;
                one[3] = i;
            }
        }
        List<int[]> unique = new ArrayList<>();
        for (int i = span.from(); i < span.to(); i++) {
            int[] one = seen.getOrDefault(before[i], new int[4]);
            if (one[0] == 1 && one[2] == 1) {
                unique.add(new int[] {i, one[3]});
            }
        }
        return unique;
    }

    /** The most of the pairs whose second places grow, too. */
    private static List<int[]> growing(List<int[]> pairs) {
        int[] tops = new int[pairs.size()];
        int[] previous = new int[pairs.size()];
        int piles = 0;
        for (int i = 0; i < pairs.size(); i++) {
            int pile = pile(pairs, tops, piles, pairs.get(i)[1]);
            previous[i] = pile == 0 ? NONE : tops[pile - 1];
            tops[pile] = i;
            piles = Math.max(piles, pile + 1);
        }
        List<int[]> longest = new ArrayList<>();
        for (int i = piles == 0 ? NONE : tops[piles - 1]; i != NONE; i = previous[i]) {
            longest.add(pairs.get(i));
        }
        return longest.reversed();
    }

    /** The first pile whose top is larger. */
    private static int pile(List<int[]> pairs, int[] tops, int piles, int place) {
        int low = 0;
        int high = piles;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pairs.get(tops[middle])[1] < place) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
