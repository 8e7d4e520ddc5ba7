package io.yumen.service.awsdocs.shelf;

/** What is kept, by how fast it ages. */
public enum Kind {
    PAGE,
    /** What AWS's search found. */
    SEARCH,
    RECOMMENDATION,
    /** What guides have in them, and which guides and services there are. */
    CONTENTS
}
