package io.yumen.http;

import java.nio.charset.StandardCharsets;

/** The character rules of RFC 9110 section 5 for field names and values, and of RFC 3986 for a request target. */
public final class HttpSyntax {
    private static final boolean[] TOKEN = tokenCharacters();

    private HttpSyntax() {}

    /** Whether the text is a token: a header name or a method. */
    public static boolean isToken(String text) {
        if (text.isEmpty()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenCharacter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the character may stand in a token. */
    public static boolean isTokenCharacter(int character) {
        return character < TOKEN.length && TOKEN[character];
    }

    /** Whether the text can be sent as a header value: Latin-1 without control characters other than tab. */
    public static boolean isFieldValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isFieldCharacter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the character may stand in a header value. */
    public static boolean isFieldCharacter(int character) {
        return (character >= ' ' && character <= 0xff && character != 0x7f) || character == '\t';
    }

    /** Whether the text can be sent as a request target: visible ASCII that begins with a slash, no fragment. */
    public static boolean isTarget(String text) {
        if (text.isEmpty() || text.charAt(0) != '/') {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character <= ' ' || character >= 0x7f || character == '#') {
                return false;
            }
        }
        return true;
    }

    private static boolean[] tokenCharacters() {
        boolean[] allowed = new boolean[128];
        String characters = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        for (byte character : characters.getBytes(StandardCharsets.US_ASCII)) {
            allowed[character] = true;
        }
        return allowed;
    }
}
