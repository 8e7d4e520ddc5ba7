package io.yumen.service.awsdocs.markdown;

/** Where a line stands: what must be escaped in it, and how it is broken. */
enum Place {
    PARAGRAPH,
    HEADING,
    CELL
}
