package io.yumen.tidy;

import io.yumen.tidy.Source.Reference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** No package reaches itself through imports, whatever the table of the ladder says. */
public final class Cycles implements Rule {
    @Override
    public List<Violation> check(List<Source> sources) {
        Map<String, Set<String>> graph = new TreeMap<>();
        for (Source source : sources) {
            if (source.isMain()) {
                Set<String> targets = graph.computeIfAbsent(source.packageName(), name -> new TreeSet<>());
                source.references().stream()
                        .map(Reference::packageName)
                        .filter(name -> Ladder.isAtOrBelow(name, Source.BASE) && !name.equals(source.packageName()))
                        .forEach(targets::add);
            }
        }
        List<Violation> found = new ArrayList<>();
        Set<String> done = new TreeSet<>();
        graph.keySet().forEach(start -> walk(start, graph, new LinkedHashSet<>(), done, found));
        return found;
    }

    private static void walk(
            String at, Map<String, Set<String>> graph, Set<String> path, Set<String> done, List<Violation> found) {
        if (done.contains(at)) {
            return;
        }
        if (!path.add(at)) {
            found.add(new Violation(at, 1, "cycles", String.join(" -> ", path) + " -> " + at));
            return;
        }
        graph.getOrDefault(at, Set.of()).forEach(next -> walk(next, graph, path, done, found));
        path.remove(at);
        done.add(at);
    }
}
