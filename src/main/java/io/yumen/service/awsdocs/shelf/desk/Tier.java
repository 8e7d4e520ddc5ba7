package io.yumen.service.awsdocs.shelf.desk;

/** Where a copy came from. */
public enum Tier {
    MEMORY,
    DISK,
    UPSTREAM
}
