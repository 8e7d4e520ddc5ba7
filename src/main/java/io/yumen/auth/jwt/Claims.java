package io.yumen.auth.jwt;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a token says, read without doubt: a claim of another kind than it should be is refused, never taken for missing.
 *
 * @param tree the claims
 */
record Claims(ObjectNode tree) {
    private static final int MOST_NAMES = 500;
    private static final int MAX_TEXT = 256;
    private static final long MAX_SECONDS = 253_402_300_799L;

    /** A text, or empty where there is none. */
    String text(String name) {
        JsonNode value = tree.path(name);
        if (value.isMissingNode()) {
            return "";
        }
        if (!value.isString()) {
            throw TokenRefused.invalid("A claim of this token is not of its kind");
        }
        return value.stringValue();
    }

    /** A moment (RFC 7519 section 2, NumericDate), or empty where there is none. */
    Optional<Instant> time(String name) {
        JsonNode value = tree.path(name);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        double seconds = value.isNumber() ? value.asDouble() : -1;
        if (!(seconds >= 0 && seconds <= MAX_SECONDS)) {
            throw TokenRefused.invalid("A time of this token is none");
        }
        return Optional.of(Instant.ofEpochSecond((long) seconds));
    }

    /** Whom it is for: one text, or a list of them. */
    Set<String> audiences() {
        return names(tree.path("aud"), false);
    }

    /** What it is good for: a text that spaces part, or a list. */
    Set<String> scopes(String claim) {
        return names(tree.path(claim), true);
    }

    /** The names at that path, or none. */
    Set<String> names(List<String> path) {
        return path.isEmpty() ? Set.of() : names(at(path), false);
    }

    /** The name at that path: printable, and not too long. */
    String name(List<String> path, String what) {
        JsonNode value = at(path);
        String name = value.isString() ? value.stringValue() : "";
        boolean printable = name.codePoints().noneMatch(Claims::isHidden);
        if (name.isBlank() || name.length() > MAX_TEXT || !printable) {
            throw TokenRefused.invalid("This token does not say " + what);
        }
        return name;
    }

    /** A name that itself has dots, as some providers have, comes before a path. */
    private JsonNode at(List<String> path) {
        String whole = String.join(".", path);
        if (tree.has(whole)) {
            return tree.path(whole);
        }
        JsonNode at = tree;
        for (String part : path) {
            at = at.path(part);
        }
        return at;
    }

    private static Set<String> names(JsonNode value, boolean parted) {
        Set<String> names = new LinkedHashSet<>();
        if (value.isString()) {
            names.addAll(parted ? List.of(value.stringValue().split(" ", -1)) : List.of(value.stringValue()));
        } else if (value.isArray()) {
            value.valueStream()
                    .filter(JsonNode::isString)
                    .limit(MOST_NAMES)
                    .forEach(one -> names.add(one.stringValue()));
        }
        names.remove("");
        return names;
    }

    private static boolean isHidden(int point) {
        int type = Character.getType(point);
        return Character.isISOControl(point)
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.UNASSIGNED
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
