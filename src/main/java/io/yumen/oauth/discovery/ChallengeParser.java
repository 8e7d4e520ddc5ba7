package io.yumen.oauth.discovery;

import io.yumen.http.HttpSyntax;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads one value of {@code WWW-Authenticate}. It is ambiguous to the naked eye: a comma parts challenges and parameters. One
 * pass, no backtracking further than one word.
 */
final class ChallengeParser {
    private static final int MAX_LENGTH = 16 << 10;
    private static final int MAX_PARAMETERS = 64;

    private final String text;
    private final List<Challenge> found = new ArrayList<>();
    private int at;
    private String scheme = "";
    private Map<String, String> parameters = new LinkedHashMap<>();
    private boolean doubtful;

    ChallengeParser(String text) {
        this.text = text.length() > MAX_LENGTH ? "" : text;
    }

    List<Challenge> all() {
        boolean more = true;
        while (more) {
            skip(" \t,");
            more = at < text.length() && element();
        }
        finish();
        return found;
    }

    /** Reads a scheme or a parameter; false where there is neither. */
    private boolean element() {
        String word = word();
        if (word.isEmpty()) {
            doubtful |= at < text.length();
            return false;
        }
        boolean spaced = skip(" \t");
        if (!scheme.isEmpty() && next('=')) {
            return parameter(word);
        }
        finish();
        scheme = word;
        if (spaced) {
            skipToken68();
        }
        return true;
    }

    private boolean parameter(String name) {
        at++;
        skip(" \t");
        String value = next('"') ? quoted() : word();
        if (doubtful || parameters.size() >= MAX_PARAMETERS) {
            return false;
        }
        doubtful = parameters.put(name.toLowerCase(Locale.ROOT), value) != null;
        skip(" \t");
        boolean ends = at == text.length() || next(',');
        doubtful |= !ends;
        return ends && !doubtful;
    }

    /** The opaque word of schemes such as Negotiate; where parameters follow instead, nothing is skipped. */
    private void skipToken68() {
        int start = at;
        while (at < text.length() && isToken68(text.charAt(at))) {
            at++;
        }
        while (next('=')) {
            at++;
        }
        skip(" \t");
        if (at < text.length() && !next(',')) {
            at = start;
        }
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length() && !next('"'); at++) {
            if (next('\\')) {
                at++;
            }
            if (at == text.length() || isControl(text.charAt(at))) {
                doubtful = true;
                return "";
            }
            value.append(text.charAt(at));
        }
        doubtful = at == text.length();
        at++;
        return value.toString();
    }

    private String word() {
        int start = at;
        while (at < text.length() && HttpSyntax.isTokenCharacter(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    /** Takes what was read as a challenge, unless it is not clear what it says. */
    private void finish() {
        if (!scheme.isEmpty() && !doubtful) {
            found.add(new Challenge(scheme, parameters));
        }
        scheme = "";
        parameters = new LinkedHashMap<>();
    }

    private boolean skip(String characters) {
        int start = at;
        while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at > start;
    }

    private boolean next(char wanted) {
        return at < text.length() && text.charAt(at) == wanted;
    }

    private static boolean isControl(char c) {
        return (c < ' ' && c != '\t') || c == 0x7f;
    }

    private static boolean isToken68(char c) {
        return (c < 0x80 && Character.isLetterOrDigit(c)) || "-._~+/".indexOf(c) >= 0;
    }
}
