package io.yumen.service.answer;

/** How an answer is written. */
public enum Format {
    JSON,
    /** A line for each item, with columns. */
    TABLE,
    YAML,
    /** Token-Oriented Object Notation: about half of JSON where items are alike. */
    TOON
}
