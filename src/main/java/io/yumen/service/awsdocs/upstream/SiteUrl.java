package io.yumen.service.awsdocs.upstream;

import io.yumen.http.client.Endpoint;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something on one of the sites. Only addresses that every reader takes apart in the same way become one: whatever two programs could
 * understand differently is refused, not mended.
 *
 * @param path begins with a slash; every segment but the last has a name; no query
 */
record SiteUrl(Site site, String path) {
    private static final int LONGEST = 2_048;

    /** What may stand in an address at all: seen, ASCII, and with one meaning. */
    private static final Pattern PLAIN = Pattern.compile("[\\x21-\\x7e&&[^\"<>\\\\^`{|}]]*");

    private static final Pattern WEB = Pattern.compile("(?i)https?://([^/?#]*)([^?#]*)(?:\\?[^#]*)?(?:#(.*))?");
    private static final Pattern PATH = Pattern.compile("(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})++)*+/?");

    /** Dots and slashes that some readers see only after decoding, and what nobody sees. */
    private static final Pattern DISGUISED = Pattern.compile("(?i)%(2e|2f|5c|25|[01][0-9a-f]|7f)");

    private static final Pattern DOTS = Pattern.compile("/\\.{1,2}(/|$)");

    /** What a whole address has beside that. */
    record Named(SiteUrl url, Optional<String> fragment) {}

    /** @throws BadAddress for whatever is not plainly one of ours */
    static Named of(String address) {
        if (address.length() > LONGEST) {
            throw new BadAddress("URL is longer than " + LONGEST + " characters");
        }
        Matcher web = WEB.matcher(address);
        if (!PLAIN.matcher(address).matches() || !web.matches()) {
            throw new BadAddress(BadAddress.OTHER_SITE);
        }
        Site site = Site.withPages(web.group(1)).orElseThrow(() -> new BadAddress(BadAddress.OTHER_SITE));
        return new Named(new SiteUrl(site, path(web.group(2))), Optional.ofNullable(web.group(3)));
    }

    /** Where a redirect leads from here. */
    SiteUrl resolve(String location) {
        URI target;
        try {
            target = new URI(toString()).resolve(new URI(location));
        } catch (URISyntaxException e) {
            throw new BadAddress("it is not well-formed");
        }
        return of(target.toString()).url();
    }

    /** The same site's. */
    SiteUrl at(String otherPath) {
        return new SiteUrl(site, path(otherPath));
    }

    /** What to connect to where the site is to be found at that base. */
    Endpoint endpoint(URI base, String query) {
        return Endpoint.of(URI.create(base + path + query));
    }

    @Override
    public String toString() {
        return "https://" + site.host() + path;
    }

    private static String path(String path) {
        if (!PATH.matcher(path).matches()
                || DISGUISED.matcher(path).find()
                || DOTS.matcher(path).find()) {
            throw new BadAddress("URL is not written as addresses of these sites are");
        }
        return path.isEmpty() ? "/" : path;
    }
}
