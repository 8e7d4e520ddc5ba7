package io.yumen.admin.api;

/** What is done at a path. */
public enum Verb {
    /** Reads, and changes nothing. */
    GET,
    /** Makes or orders something. */
    POST,
    /** Takes something away. */
    DELETE
}
