package io.yumen.hub.names;

/**
 * One tool, prompt, resource or template, and what it is called.
 *
 * @param server the server that offers it
 * @param original its name or URI, as the server knows it
 * @param exposed its name or URI, as clients know it
 */
public record Named(String server, String original, String exposed) {
    public boolean isRenamed() {
        return !original.equals(exposed);
    }
}
