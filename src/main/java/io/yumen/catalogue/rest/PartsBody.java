package io.yumen.catalogue.rest;

import io.yumen.protocol.JsonCodec;
import io.yumen.service.ToolFailure;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A body of parts (RFC 7578), as forms with files are. What is between the parts is another thing in each body, so that nobody who fills
 * a part knows it, and no value becomes another part.
 *
 * @param parts in their order; each is left out where it has no value, and there once for each value of a list
 */
public record PartsBody(List<Part> parts) implements Body {
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

    /**
     * A part as it is sent.
     *
     * @param head its headers
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes for the wire, never compared
    private record Piece(String head, byte[] bytes) {
        boolean has(String boundary) {
            return head.contains(boundary) || new String(bytes, StandardCharsets.ISO_8859_1).contains(boundary);
        }
    }

    @Override
    public @Nullable Made made(ObjectNode arguments) {
        List<Piece> pieces = new ArrayList<>();
        for (Part part : parts) {
            JsonNode given = part.value.fill(arguments);
            if (given != null && given.isArray()) {
                given.forEach(each -> pieces.add(piece(part, each)));
            } else if (given != null) {
                pieces.add(piece(part, given));
            }
        }
        return pieces.isEmpty() ? null : whole(pieces, boundary(pieces));
    }

    /** What no piece has, and nobody has seen in a body before. */
    private static String boundary(List<Piece> pieces) {
        String boundary = "yumen-" + UUID.randomUUID();
        return pieces.stream().anyMatch(piece -> piece.has(boundary)) ? boundary(pieces) : boundary;
    }

    private static Made whole(List<Piece> pieces, String boundary) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Piece piece : pieces) {
            body.writeBytes(utf8("--" + boundary + "\r\n" + piece.head + "\r\n\r\n"));
            body.writeBytes(piece.bytes);
            body.writeBytes(utf8("\r\n"));
        }
        body.writeBytes(utf8("--" + boundary + "--\r\n"));
        return new Made("multipart/form-data; boundary=" + boundary, body.toByteArray());
    }

    private static Piece piece(Part part, JsonNode value) {
        String name = quoted(part.name);
        String head = "Content-Disposition: form-data; name=\"" + name + "\"";
        if (part.isFile) {
            return new Piece(
                    head + "; filename=\"" + name + "\"\r\nContent-Type: application/octet-stream", file(part, value));
        }
        return value.isContainer()
                ? new Piece(head + "\r\nContent-Type: application/json", JsonCodec.bytes(value))
                : new Piece(head, utf8(Template.word(value)));
    }

    private static byte[] file(Part part, JsonNode value) {
        if (!value.isString()) {
            throw new ToolFailure("The file \"" + part.name + "\" is given in Base64, as a string");
        }
        try {
            return Base64.getDecoder().decode(value.stringValue().replaceAll("\\s+", ""));
        } catch (IllegalArgumentException e) {
            throw new ToolFailure("The file \"" + part.name + "\" is given in Base64: " + e.getMessage());
        }
    }

    /** As browsers write it. */
    private static String quoted(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Stream<String> names() {
        return parts.stream().flatMap(part -> part.value.names());
    }
}
