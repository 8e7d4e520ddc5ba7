package io.yumen.service.awsdocs.upstream;

/** In what form AWS gave something. */
public enum Form {
    MARKDOWN,
    HTML,
    JSON,
    /** {@code llms.txt} and the like. */
    TEXT
}
