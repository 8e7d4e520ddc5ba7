package io.yumen.pin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The tools of all servers, by which one sees that one poses as another, or speaks of it. Safe for many threads. */
final class Neighbours {
    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*");

    /** Shorter ones, and those of one plain word, are words of every description. */
    private static final int TELLING = 6;

    private final Map<String, Names> servers = new ConcurrentHashMap<>();

    /** Those are the tools of that server now. */
    void are(String server, Set<String> tools) {
        Names known = servers.get(server);
        if (known == null || !known.tools().equals(tools)) {
            servers.put(server, Names.of(tools));
        }
    }

    /** Only those servers are there any more. */
    void retain(Set<String> names) {
        servers.keySet().retainAll(names);
    }

    /** What is to be said of that tool in view of the others. */
    List<Finding> of(Definition tool) {
        List<Finding> found = new ArrayList<>();
        if (Lookalikes.isMixed(tool.name())) {
            found.add(new Finding(Concern.LOOKALIKE_NAME, "/name", "letters of several alphabets that look alike"));
        }
        String plain = Lookalikes.plain(tool.name());
        String look = Lookalikes.look(tool.name());
        Set<String> words = words(tool.tree().path("description").asString(""));
        servers.forEach((server, names) -> {
            if (server.equals(tool.server())) {
                return;
            }
            if (names.tools().contains(tool.name())) {
                found.add(new Finding(Concern.SAME_NAME, "/name", "the server " + server + " has a tool of that name"));
            }
            String alike = names.looks().get(look);
            if (alike != null && !Lookalikes.plain(alike).equals(plain)) {
                found.add(new Finding(
                        Concern.LOOKALIKE_NAME,
                        "/name",
                        "looks like " + Visible.of(alike) + " of the server " + server));
            }
            words.stream()
                    .filter(word -> names.tools().contains(word) && !word.equals(tool.name()))
                    .findFirst()
                    .ifPresent(word -> found.add(new Finding(
                            Concern.NAMES_ANOTHER, "/description", "speaks of " + word + " of the server " + server)));
        });
        return found;
    }

    private static Set<String> words(String description) {
        Matcher matcher = WORD.matcher(description);
        return matcher.results()
                .map(MatchResult::group)
                .filter(word -> word.length() >= TELLING && !word.chars().allMatch(Character::isLowerCase))
                .collect(Collectors.toSet());
    }

    /**
     * The tools of one server.
     *
     * @param looks those names by how they look
     */
    private record Names(Set<String> tools, Map<String, String> looks) {
        static Names of(Set<String> tools) {
            Map<String, String> looks = new HashMap<>();
            tools.forEach(tool -> looks.putIfAbsent(Lookalikes.look(tool), tool));
            return new Names(Set.copyOf(tools), looks);
        }
    }
}
