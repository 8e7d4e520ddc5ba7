package io.yumen.oauth.discovery;

/** Makes what a stranger says fit to be shown: printable ASCII, and short. */
public final class PeerText {
    private static final int MAX = 200;

    private PeerText() {}

    /** The text as it may stand in a message or a log. */
    public static String shown(String said) {
        String cut = said.length() > MAX ? said.substring(0, MAX) + "..." : said;
        return cut.replaceAll("[^ -~]", "?");
    }
}
