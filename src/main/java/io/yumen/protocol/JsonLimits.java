package io.yumen.protocol;

/**
 * How large a JSON document may be before it is refused.
 *
 * @param maxBytes size of the document, in bytes of UTF-8
 * @param maxDepth how many objects and arrays may be open at once
 * @param maxKeys how many object keys the document may have in all
 * @param maxNumberLength how many characters a number may have
 */
public record JsonLimits(int maxBytes, int maxDepth, int maxKeys, int maxNumberLength) {
    /** What is accepted where nothing else is configured: 4 MiB, depth 64, 100,000 keys, numbers of 100 characters. */
    public static final JsonLimits DEFAULT = new JsonLimits(4 << 20, 64, 100_000, 100);

    /** What is accepted from servers, whose answers are larger: 16 MiB, depth 128, 500,000 keys. */
    public static final JsonLimits SERVER_DEFAULT = new JsonLimits(16 << 20, 128, 500_000, 100);

    public JsonLimits {
        if (maxBytes < 1 || maxDepth < 1 || maxKeys < 1 || maxNumberLength < 1) {
            throw new IllegalArgumentException("JSON limits are positive");
        }
    }
}
