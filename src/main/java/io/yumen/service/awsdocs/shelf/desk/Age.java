package io.yumen.service.awsdocs.shelf.desk;

/** What may be done with a copy. */
public enum Age {
    /** Tell it. */
    FRESH,
    /** Tell it, and ask for a new one. */
    AGEING,
    /** Tell it where there is no new one to be had. */
    OLD,
    /** Tell it no more. */
    GONE
}
