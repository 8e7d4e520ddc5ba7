package io.yumen.pin;

import io.yumen.protocol.JsonCodec;
import io.yumen.secret.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The digest of a JSON tree: the same whatever the order of keys and the space between, another one for any other difference.
 * SHA-256 over a form in which each value begins with its type and its length, so that no two trees have the same; numbers count
 * as they are written, for 1 and 1.0 are not the same to every reader.
 */
final class CanonicalDigest {
    private final MessageDigest digest = Sha256.begin();

    private CanonicalDigest() {}

    /** 64 hexadecimal digits. */
    static String of(JsonNode tree) {
        CanonicalDigest canonical = new CanonicalDigest();
        canonical.add(tree);
        return HexFormat.of().formatHex(canonical.digest.digest());
    }

    private void add(JsonNode node) {
        if (node.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
            mark('o', sorted.size());
            sorted.forEach((key, value) -> {
                text('k', key);
                add(value);
            });
        } else if (node.isArray()) {
            mark('a', node.size());
            node.forEach(this::add);
        } else if (node.isString()) {
            text('s', node.stringValue());
        } else {
            text(node.isNumber() ? 'n' : 'w', JsonCodec.text(node));
        }
    }

    /** In UTF-16, in which also half of a surrogate pair has bytes of its own. */
    private void text(char type, String text) {
        mark(type, text.length());
        digest.update(text.getBytes(StandardCharsets.UTF_16BE));
    }

    private void mark(char type, int length) {
        digest.update((type + Integer.toString(length) + ":").getBytes(StandardCharsets.US_ASCII));
    }
}
