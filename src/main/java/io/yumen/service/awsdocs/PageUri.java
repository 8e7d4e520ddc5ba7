package io.yumen.service.awsdocs;

import io.yumen.protocol.UriTemplate;
import io.yumen.service.awsdocs.upstream.PageAddress;
import java.util.Optional;

/**
 * What a page is called as a resource: its address with another scheme, for {@code https} is said of what clients fetch by themselves
 * (2025-11-25, "Common URI Schemes").
 */
final class PageUri {
    static final UriTemplate TEMPLATE = new UriTemplate("awsdocs://{host}/{+path}");

    private static final String SCHEME = "awsdocs:";

    private PageUri() {}

    static String of(PageAddress address) {
        return SCHEME + address.address().substring("https:".length());
    }

    /** The address that is named; empty where the URI is of something else. */
    static Optional<String> address(String uri) {
        return TEMPLATE.match(uri).map(variables -> "https:" + uri.substring(SCHEME.length()));
    }
}
