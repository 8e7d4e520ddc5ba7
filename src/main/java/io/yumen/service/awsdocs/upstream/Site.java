package io.yumen.service.awsdocs.upstream;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The sites that are asked, and no others, by the names that the public knows them by. */
public enum Site {
    GLOBAL("docs.aws.amazon.com", Use.PAGES),
    CHINA("docs.amazonaws.cn", Use.PAGES),
    /** Of the Neuron SDK, whose pages the search finds, too. */
    NEURON("awsdocs-neuron.readthedocs-hosted.com", Use.PAGES),
    SEARCH("proxy.search.docs.aws.com", Use.PROGRAMS),
    RECOMMENDATIONS("api.contentrecs.docs.aws.com", Use.PROGRAMS);

    private enum Use {
        PAGES,
        PROGRAMS
    }

    private final String host;
    private final Use use;

    Site(String host, Use use) {
        this.host = host;
        this.use = use;
    }

    public String host() {
        return host;
    }

    /** Whether it has pages for people to read, so that callers may name addresses on it and redirects may lead to it. */
    public boolean hasPages() {
        return use == Use.PAGES;
    }

    /** The site with pages that is called so, in whatever case. */
    static Optional<Site> withPages(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(Site::hasPages)
                .filter(site -> site.host.equals(lower))
                .findFirst();
    }

    /** Their hosts, as a sentence names them. */
    static String readable() {
        return Arrays.stream(values()).filter(Site::hasPages).map(Site::host).collect(Collectors.joining(", "));
    }
}
