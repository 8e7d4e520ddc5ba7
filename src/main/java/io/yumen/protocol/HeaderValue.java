package io.yumen.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The values of the modern era's routing headers ({@code Mcp-Name}, {@code Mcp-Param-*}): plain where they are visible
 * ASCII without outer spaces, otherwise {@code =?base64?...?=} over UTF-8.
 */
public final class HeaderValue {
    private static final String PREFIX = "=?base64?";
    private static final String SUFFIX = "?=";

    private HeaderValue() {}

    public static String encode(String value) {
        if (isPlain(value)) {
            return value;
        }
        return PREFIX + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)) + SUFFIX;
    }

    /** The decoded value, or empty where the header is encoded badly. */
    public static Optional<String> decode(String header) {
        String trimmed = header.strip();
        if (!isEncoded(trimmed)) {
            return Optional.of(trimmed);
        }
        String payload = trimmed.substring(PREFIX.length(), trimmed.length() - SUFFIX.length());
        if (payload.length() % 4 != 0) {
            // Java would forgive missing padding, and others would not.
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(payload);
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean isEncoded(String value) {
        return value.length() >= PREFIX.length() + SUFFIX.length()
                && value.startsWith(PREFIX)
                && value.endsWith(SUFFIX);
    }

    private static boolean isPlain(String value) {
        return !isEncoded(value) && value.equals(value.strip()) && isPrintable(value);
    }

    private static boolean isPrintable(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < 0x20 || value.charAt(i) >= 0x7F) {
                return false;
            }
        }
        return true;
    }
}
