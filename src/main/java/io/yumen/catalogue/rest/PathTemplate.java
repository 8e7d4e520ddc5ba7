package io.yumen.catalogue.rest;

import io.yumen.protocol.PlainText;
import io.yumen.service.ToolFailure;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** A path with places for arguments. What is put there stays there: it becomes no other segment, no query, and no way up. */
public final class PathTemplate {
    private static final Pattern PLACE = Pattern.compile("\\{([^{}/]{1,100})}");
    private static final Pattern FIXED = Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*+");
    private static final Pattern STEPS = Pattern.compile("[/\\\\;]");
    private static final int LONGEST = 4_000;

    private final String text;
    private final List<Object> pieces;

    private PathTemplate(String text, List<Object> pieces) {
        this.text = text;
        this.pieces = pieces;
    }

    /**
     * Reads a path.
     *
     * @param parameters what stands at the places, by the name between the braces
     * @throws IllegalArgumentException where it is none; the message says what to write
     */
    public static PathTemplate of(String text, Map<String, Parameter> parameters) {
        if (!text.startsWith("/") || text.length() > LONGEST) {
            throw new IllegalArgumentException("A path begins with a slash, as in /pets/{id}");
        }
        List<Object> pieces = new ArrayList<>();
        Matcher place = PLACE.matcher(text);
        int end = 0;
        while (place.find()) {
            pieces.add(fixed(text.substring(end, place.start())));
            Parameter parameter = parameters.get(place.group(1));
            if (parameter == null) {
                throw new IllegalArgumentException("There is no argument \"" + place.group(1) + "\" for this path");
            }
            pieces.add(parameter);
            end = place.end();
        }
        pieces.add(fixed(text.substring(end)));
        PathTemplate template = new PathTemplate(text, List.copyOf(pieces));
        if (isCrooked(text)) {
            throw new IllegalArgumentException("A path has no segment \".\" or \"..\"");
        }
        return template;
    }

    /** The names of the places in that path. */
    public static List<String> places(String text) {
        return PLACE.matcher(text).results().map(place -> place.group(1)).toList();
    }

    Stream<String> names() {
        return pieces.stream()
                .filter(Parameter.class::isInstance)
                .flatMap(piece -> ((Parameter) piece).value().names());
    }

    /**
     * The path for those arguments.
     *
     * @throws ToolFailure where one is missing, or would lead elsewhere
     */
    String fill(ObjectNode arguments) {
        StringBuilder path = new StringBuilder();
        for (Object piece : pieces) {
            if (!(piece instanceof Parameter parameter)) {
                path.append(piece);
                continue;
            }
            String value = parameter.inPath(arguments);
            if (value == null || value.isEmpty()) {
                throw new ToolFailure("The path " + text + " wants the argument "
                        + parameter.value().names().findFirst().orElse(parameter.name()));
            }
            path.append(value);
        }
        String filled = path.toString();
        if (isCrooked(filled)) {
            throw new ToolFailure("\"" + PlainText.echo(filled) + "\" would lead to another place than " + text);
        }
        return filled;
    }

    @Override
    public String toString() {
        return text;
    }

    private static String fixed(String piece) {
        if (!FIXED.matcher(piece).matches()) {
            throw new IllegalArgumentException(
                    "A path has letters, digits and -._~!$&'()*+,;=:@ in its segments, %20 for others, and {name} for"
                            + " arguments; a query stands in \"query\"");
        }
        return piece;
    }

    /** Many servers decode a path before they resolve it, and some do it twice. */
    private static boolean isCrooked(String path) {
        String once = decoded(path);
        return hasSteps(once) || hasSteps(decoded(once));
    }

    private static String decoded(String path) {
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return path;
        }
    }

    private static boolean hasSteps(String path) {
        for (String step : STEPS.split(path, -1)) {
            if (step.equals(".") || step.equals("..")) {
                return true;
            }
        }
        return path.indexOf('\0') >= 0;
    }
}
