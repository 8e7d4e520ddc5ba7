package io.yumen.service.browser.page;

import io.yumen.protocol.PlainText;
import tools.jackson.databind.JsonNode;

/**
 * A dialog that a page has opened, and that stops it until it is answered.
 *
 * @param kind alert, confirm, prompt or beforeunload
 * @param message what it says
 * @param preset what a prompt suggests
 */
public record Dialog(String kind, String message, String preset) {
    private static final int LONGEST = 2_000;

    static Dialog read(JsonNode event) {
        return new Dialog(
                PlainText.of(event.path("type").asString("alert")),
                cut(event.path("message").asString("")),
                cut(event.path("defaultPrompt").asString("")));
    }

    /** What is open and what to do, in a sentence. */
    public String told() {
        return "A dialog is open (" + kind + ": \"" + message.replace('"', '\'')
                + "\"): answer it with handle_dialog, action accept or dismiss";
    }

    private static String cut(String text) {
        String shown = PlainText.title(text);
        return shown.length() > LONGEST ? shown.substring(0, LONGEST) + "..." : shown;
    }
}
