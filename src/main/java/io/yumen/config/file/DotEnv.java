package io.yumen.config.file;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a {@code .env} file: {@code NAME=value} lines, comments, an optional {@code export}, quotes around values. */
final class DotEnv {
    private DotEnv() {}

    static Map<String, String> parse(String text) {
        Map<String, String> variables = new LinkedHashMap<>();
        text.lines().map(String::strip).filter(DotEnv::isAssignment).forEach(line -> {
            String assignment = line.startsWith("export ") ? line.substring("export ".length()) : line;
            int equals = assignment.indexOf('=');
            variables.put(
                    assignment.substring(0, equals).strip(),
                    unquote(assignment.substring(equals + 1).strip()));
        });
        return variables;
    }

    private static boolean isAssignment(String line) {
        return !line.startsWith("#") && line.indexOf('=') > 0;
    }

    private static String unquote(String value) {
        boolean quoted = value.length() >= 2
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        if (quoted) {
            return value.substring(1, value.length() - 1);
        }
        int comment = value.indexOf(" #");
        return comment < 0 ? value : value.substring(0, comment).strip();
    }
}
