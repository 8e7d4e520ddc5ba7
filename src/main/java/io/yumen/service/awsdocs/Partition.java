package io.yumen.service.awsdocs;

import io.yumen.service.awsdocs.upstream.Site;

/** A part of AWS with a documentation of its own. */
public enum Partition {
    AWS,
    AWS_CN;

    /** Whether pages of it are there. */
    boolean has(Site site) {
        return switch (site) {
            case GLOBAL, NEURON -> this == AWS;
            case CHINA -> this == AWS_CN;
            case SEARCH, RECOMMENDATIONS -> false;
        };
    }
}
