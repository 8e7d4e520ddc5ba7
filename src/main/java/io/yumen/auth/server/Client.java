package io.yumen.auth.server;

import java.util.List;

/**
 * A program that acts for users. It has no secret: what it is, its redirect URIs say.
 *
 * @param id what it is called in requests
 * @param name what it calls itself, for people
 * @param redirects where browsers may be sent
 * @param origin how it became a client
 */
public record Client(String id, String name, List<String> redirects, Origin origin) {
    private static final int LONGEST_NAME = 80;
    private static final int MOST_REDIRECTS = 10;

    /** How it became a client. */
    public enum Origin {
        /** The configuration names it. */
        CONFIGURED,
        /** It registered itself: anybody may have. */
        REGISTERED,
        /** Its id is the URL of a document: who has that place wrote it. */
        DOCUMENT
    }

    public Client {
        redirects = List.copyOf(redirects);
        if (id.isEmpty() || name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "A client has an id, and a name of 1 to " + LONGEST_NAME + " characters");
        }
        if (redirects.isEmpty() || redirects.size() > MOST_REDIRECTS) {
            throw new IllegalArgumentException("A client has 1 to " + MOST_REDIRECTS + " redirect URIs");
        }
        for (String redirect : redirects) {
            String objection = Redirects.objection(redirect);
            if (!objection.isEmpty()) {
                throw new IllegalArgumentException(objection);
            }
        }
    }

    /** Whether a browser may be sent there. */
    boolean allows(String redirect) {
        return redirects.stream().anyMatch(one -> Redirects.matches(one, redirect));
    }

    /** A name that shows as it is: without control and direction characters. */
    static String shownName(String claimed, String fallback) {
        String clean = claimed.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]", "")
                .strip();
        String name = clean.isEmpty() ? fallback : clean;
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    }
}
