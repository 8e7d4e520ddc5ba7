package io.yumen.catalogue.rest;

import io.yumen.protocol.JsonCodec;
import io.yumen.service.ToolFailure;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A body of parts (RFC 7578), as forms with files are. What is between the parts nobody can know who fills one of them, so that no value
 * becomes another part.
 *
 * @param parts in their order; each is left out where it has no value, and there once for each value of a list
 */
public record PartsBody(List<Part> parts) implements Body {
    private static final String BOUNDARY = "yumen-" + UUID.randomUUID();

    public PartsBody {
        parts = List.copyOf(parts);
    }

    /**
     * A part.
     *
     * @param name on the wire
     * @param isFile whether it is a file, which is given in Base64
     * @param value what it is
     */
    public record Part(String name, boolean isFile, Template value) {}

    @Override
    public String type() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    @Override
    public byte @Nullable [] bytes(ObjectNode arguments) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Part part : parts) {
            JsonNode given = part.value.fill(arguments);
            if (given != null && given.isArray()) {
                given.forEach(each -> add(part, each, body));
            } else if (given != null) {
                add(part, given, body);
            }
        }
        if (body.size() == 0) {
            return null;
        }
        body.writeBytes(ascii("--" + BOUNDARY + "--\r\n"));
        return body.toByteArray();
    }

    private static void add(Part part, JsonNode value, ByteArrayOutputStream body) {
        byte[] bytes = part.isFile ? file(part, value) : Template.word(value).getBytes(StandardCharsets.UTF_8);
        String name = quoted(part.name);
        body.writeBytes(ascii("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\""
                + (part.isFile ? "; filename=\"" + name + "\"\r\nContent-Type: application/octet-stream" : "")
                + (value.isContainer() ? "\r\nContent-Type: application/json" : "")
                + "\r\n\r\n"));
        body.writeBytes(value.isContainer() ? JsonCodec.bytes(value) : bytes);
        body.writeBytes(ascii("\r\n"));
    }

    private static byte[] file(Part part, JsonNode value) {
        try {
            return Base64.getDecoder().decode(value.asString("").replaceAll("\\s+", ""));
        } catch (IllegalArgumentException e) {
            throw new ToolFailure("The file \"" + part.name + "\" is given in Base64: " + e.getMessage());
        }
    }

    /** As browsers write it. */
    private static String quoted(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Stream<String> names() {
        return parts.stream().flatMap(part -> part.value.names());
    }
}
