package io.yumen.service.awsdocs;

import io.yumen.service.awsdocs.upstream.Site;
import java.util.Set;

/** A part of AWS with a documentation of its own. */
public enum Partition {
    AWS(Set.of(Site.GLOBAL, Site.NEURON)),
    AWS_CN(Set.of(Site.CHINA));

    private final Set<Site> sites;

    Partition(Set<Site> sites) {
        this.sites = sites;
    }

    /** Where its pages are. */
    boolean has(Site site) {
        return sites.contains(site);
    }
}
