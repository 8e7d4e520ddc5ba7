package io.yumen.service.alertmanager;

import io.yumen.protocol.PlainText;
import io.yumen.service.ToolFailure;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A condition on a label.
 *
 * @param name of the label
 * @param value that it has
 * @param isRegex whether the value is an expression: one of RE2, which Alertmanager itself checks
 * @param isEqual whether the label has to be so; otherwise it must not
 */
record Matcher(String name, String value, boolean isRegex, boolean isEqual) {
    private static final int LONGEST = 2_000;
    private static final Pattern FORM =
            Pattern.compile("\\s*+([A-Za-z_:][A-Za-z0-9_:]*+)\\s*+(=~|!~|!=|=)(.*+)", Pattern.DOTALL);

    /** The condition in that text, as in {@code job=~"a|b"}; quotes may be left out. */
    static Matcher of(String text) {
        java.util.regex.Matcher parts = FORM.matcher(text.length() > LONGEST ? "" : text);
        if (!parts.matches()) {
            throw strange(text);
        }
        String operator = parts.group(2);
        return new Matcher(
                parts.group(1), value(text, parts.group(3).strip()), operator.endsWith("~"), operator.startsWith("="));
    }

    /** One that Alertmanager told. */
    static Matcher of(JsonNode told) {
        return new Matcher(
                told.path("name").asString(""),
                told.path("value").asString(""),
                told.path("isRegex").asBoolean(false),
                told.path("isEqual").asBoolean(true));
    }

    ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("value", value)
                .put("isRegex", isRegex)
                .put("isEqual", isEqual);
    }

    /** As Alertmanager reads it: nothing of the value becomes another condition. */
    @Override
    public String toString() {
        String operator = isEqual ? (isRegex ? "=~" : "=") : (isRegex ? "!~" : "!=");
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return name + operator + "\"" + escaped + "\"";
    }

    private static String value(String text, String written) {
        if (!written.startsWith("\"")) {
            if (written.contains("\"")) {
                throw strange(text);
            }
            return written;
        }
        StringBuilder value = new StringBuilder();
        for (int i = 1; i < written.length(); i++) {
            char letter = written.charAt(i);
            if (letter == '"') {
                if (i == written.length() - 1) {
                    return value.toString();
                }
                break;
            }
            if (letter == '\\' && i + 1 < written.length()) {
                value.append(escaped(written.charAt(++i)));
            } else {
                value.append(letter);
            }
        }
        throw strange(text);
    }

    private static String escaped(char letter) {
        return switch (letter) {
            case 'n' -> "\n";
            case '"', '\\' -> String.valueOf(letter);
            default -> "\\" + letter;
        };
    }

    private static ToolFailure strange(String text) {
        return new ToolFailure("\"" + PlainText.echo(text)
                + "\" is no matcher; write it as in alertname=\"HighLoad\", job=~\"api|web\", severity!=\"info\" or"
                + " instance!~\"test.*\", one for each element of the list");
    }
}
