package io.yumen.service.answer;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import io.yumen.secret.Sha256;
import io.yumen.service.ToolFailure;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a list goes on. An answer may end within a page of its source, because it was full: then the page is read again, and what
 * was told of it is passed over.
 *
 * @param page where the page of the source begins; null for the first
 * @param skip how many of its items were told
 */
record Cursor(@Nullable String page, int skip) {
    private static final Cursor START = new Cursor(null, 0);
    private static final int MARK_BYTES = 6;
    private static final int MAX_SKIP = 1_000;
    private static final JsonCodec CODEC = new JsonCodec(new JsonLimits(64 << 10, 4, 100, 100));

    /**
     * The cursor in that text.
     *
     * @param of what is listed ({@link #markOf}); a cursor is good for nothing else
     */
    static Cursor read(@Nullable String text, String of) {
        if (text == null) {
            return START;
        }
        try {
            JsonNode tree = CODEC.read(Base64.getUrlDecoder().decode(text));
            if (tree.path("of").asString("").equals(of)) {
                JsonNode page = tree.path("page");
                return new Cursor(
                        page.isString() ? page.stringValue() : null,
                        Math.clamp(tree.path("skip").asInt(0), 0, MAX_SKIP));
            }
        } catch (IllegalArgumentException | RpcException e) {
            // It is told below.
        }
        throw strange();
    }

    /** The page that it stands in. */
    @Nullable
    String pageOf(Source source) {
        return page == null ? source.start() : page;
    }

    /** Its text, for the caller to send back. */
    String text(String of) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        if (page != null) {
            tree.put("page", page);
        }
        if (skip > 0) {
            tree.put("skip", skip);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(JsonCodec.bytes(tree.put("of", of)));
    }

    /** A mark of what is listed: of all arguments but those that say how. */
    static String markOf(ObjectNode arguments) {
        ObjectNode what =
                arguments.deepCopy().without("cursor").without("limit").without("format");
        return HexFormat.of().formatHex(Sha256.of(JsonCodec.bytes(what)), 0, MARK_BYTES);
    }

    /** The position that a cursor of a list in memory is. */
    static int position(String cursor) {
        try {
            return Math.max(0, Integer.parseInt(cursor));
        } catch (NumberFormatException e) {
            throw strange();
        }
    }

    /** The failure that somebody made the cursor up, or used that of another list. */
    static ToolFailure strange() {
        return new ToolFailure(
                "This cursor is not one that this tool gave for these arguments; leave it out to begin anew");
    }
}
