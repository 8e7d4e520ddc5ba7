package io.yumen.service.everything;

/** The smallest picture and the shortest sound, in Base64. */
final class Samples {
    /** One red pixel. */
    static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mP4z8AAAAMBAQD3A0FDAAAAAElFTkSuQmCC";

    /** Half a millisecond of silence. */
    static final String WAV = "UklGRiwAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQgAAAAAAAAAAAAAAA==";

    static final String PNG_TYPE = "image/png";
    static final String WAV_TYPE = "audio/wav";

    private Samples() {}
}
