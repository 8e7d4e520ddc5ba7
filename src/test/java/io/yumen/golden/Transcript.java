package io.yumen.golden;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was said in a conversation, line by line and in both directions, without what differs from run to run. */
final class Transcript {
    private static final Path FOLDER = Path.of("src/test/resources/transcripts");

    /** What differs from run to run, by what it is. Each value gets a number, so that one is still told from another. */
    private static final Map<String, Pattern> VARYING =
            Map.of("state", Pattern.compile("(?<=\"requestState\":\")[^\"]+"));

    private final StringBuilder text = new StringBuilder();
    private final Map<String, Map<String, String>> names = new HashMap<>();

    /** Notes what the client says. */
    void said(String message) {
        note("> ", message);
    }

    /** Notes what the gateway says. */
    void heard(String message) {
        note("< ", message);
    }

    /** Notes what is happening. */
    void about(String what) {
        text.append("\n# ").append(what).append('\n');
    }

    /** Compares with the file of that name, or writes it. */
    void matches(String name) throws IOException {
        Golden.matches(FOLDER.resolve(name + ".txt"), text.toString());
    }

    private void note(String direction, String message) {
        String plain = message;
        for (Map.Entry<String, Pattern> varying : VARYING.entrySet()) {
            plain = named(varying.getKey(), varying.getValue().matcher(plain));
        }
        plain.lines()
                .map(line -> (direction + line).stripTrailing())
                .forEach(line -> text.append(line).append('\n'));
    }

    private String named(String kind, Matcher matcher) {
        Map<String, String> known = names.computeIfAbsent(kind, ignored -> new HashMap<>());
        return matcher.replaceAll(match -> Matcher.quoteReplacement(
                known.computeIfAbsent(match.group(), value -> "<" + kind + "-" + (known.size() + 1) + ">")));
    }
}
