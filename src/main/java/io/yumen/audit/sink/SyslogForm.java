package io.yumen.audit.sink;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A record as a message of syslog (RFC 5424): the facility of audits, how grave it is by its outcome, its own time, and the
 * record as it stands in the trail, byte by byte, so that whoever has the key can verify it there, too.
 *
 * @param host the name of this machine, or {@code -}
 * @param process the id of this process
 */
record SyslogForm(String host, long process) {
    private static final int FACILITY = 13;
    private static final int ERROR = 3;
    private static final int WARNING = 4;
    private static final int NOTICE = 5;
    private static final int INFORMATIONAL = 6;
    private static final int HOST_LENGTH = 255;
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);

    static SyslogForm ofThisProcess() {
        return new SyslogForm(hostName(), ProcessHandle.current().pid());
    }

    /** The message, without what frames it. */
    byte[] of(byte[] record) {
        JsonNode fields = fields(record);
        String head = "<" + (FACILITY * 8 + severity(fields)) + ">1 " + word(fields, "time") + " " + host + " yumen "
                + process + " " + word(fields, "kind") + " - ";
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] message = Arrays.copyOf(start, start.length + record.length);
        System.arraycopy(record, 0, message, start.length, record.length);
        return message;
    }

    private static JsonNode fields(byte[] record) {
        try {
            return CODEC.read(record);
        } catch (RpcException e) {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    private static int severity(JsonNode fields) {
        return switch (fields.path("kind").asString("")) {
            case "gap" -> ERROR;
            case "refusal" -> WARNING;
            default ->
                switch (fields.path("outcome").asString("")) {
                    case "denied" -> WARNING;
                    case "failed", "tool_error" -> NOTICE;
                    default -> INFORMATIONAL;
                };
        };
    }

    /** What a record says there, if that is a word. */
    private static String word(JsonNode fields, String name) {
        String text = fields.path(name).asString("");
        return isWord(text, 32) ? text : "-";
    }

    private static String hostName() {
        String name = System.getenv().getOrDefault("HOSTNAME", "");
        if (name.isEmpty()) {
            try {
                name = Files.readString(Path.of("/etc/hostname")).strip();
            } catch (IOException e) {
                return "-";
            }
        }
        return isWord(name, HOST_LENGTH) ? name : "-";
    }

    private static boolean isWord(String text, int most) {
        return !text.isEmpty()
                && text.length() <= most
                && text.chars().allMatch(letter -> letter > ' ' && letter < 127);
    }
}
