package io.yumen.service.awsdocs.upstream;

import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where AWS's sites are, and how they are asked.
 *
 * @param addresses to which each site's requests go; a site that is not in it is asked at its own name
 * @param reach where those may lead
 * @param intent whether a search says what it is for
 * @param agent what we call ourselves
 */
public record SitesConfig(Map<Site, URI> addresses, Reach reach, Intent intent, String agent, SitesLimits limits) {
    /** Where requests may lead. */
    public enum Reach {
        /** Public addresses, by https. */
        INTERNET,
        /** Where the addresses of sites are said, private ones, too, by https: for mirrors. */
        PRIVATE,
        /** This machine, too, also without https: for demos and tests. */
        LOOPBACK
    }

    /** What happens to the words in which a caller says why he searches. */
    public enum Intent {
        KEPT,
        SENT
    }

    private static final int HTTPS = 443;

    private static final Pattern BASE =
            Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]+(/[A-Za-z0-9._~/-]*[A-Za-z0-9._~-])?");

    public SitesConfig {
        EnumMap<Site, URI> all = new EnumMap<>(Site.class);
        for (Site site : Site.values()) {
            URI base = addresses.getOrDefault(site, URI.create("https://" + site.host()));
            require(site, base, reach);
            all.put(site, base);
        }
        addresses = Map.copyOf(all);
        if (!agent.matches("[\\x21-\\x7e]{1,200}")) {
            throw new IllegalArgumentException("The user agent of the AWS documentation must be one word");
        }
    }

    /** AWS's own sites, asked by that version of us. */
    public static SitesConfig of(String version) {
        return new SitesConfig(Map.of(), Reach.INTERNET, Intent.KEPT, "Yumen/" + version, SitesLimits.DEFAULT);
    }

    /** All sites on this machine: each below that base, under its own name. */
    public SitesConfig on(URI base) {
        EnumMap<Site, URI> all = new EnumMap<>(Site.class);
        for (Site site : Site.values()) {
            all.put(site, URI.create(base + "/" + site.host()));
        }
        return new SitesConfig(all, Reach.LOOPBACK, intent, agent, limits);
    }

    /** The same with these limits. */
    public SitesConfig with(SitesLimits other) {
        return new SitesConfig(addresses, reach, intent, agent, other);
    }

    /** Whether requests to a site go where the settings say, and not to the site itself. */
    boolean isMirror(String host, int port) {
        return addresses.entrySet().stream()
                .filter(each -> !isOwn(each.getKey(), each.getValue()))
                .map(Map.Entry::getValue)
                .anyMatch(base -> host(base).equalsIgnoreCase(host) && port(base) == port);
    }

    private static boolean isOwn(Site site, URI base) {
        return base.equals(URI.create("https://" + site.host()));
    }

    private static String host(URI base) {
        return base.getHost().replace("[", "").replace("]", "");
    }

    private static int port(URI base) {
        return base.getPort() >= 0 ? base.getPort() : HTTPS;
    }

    URI base(Site site) {
        return addresses.getOrDefault(site, URI.create("https://" + site.host()));
    }

    private static void require(Site site, URI base, Reach reach) {
        if (!BASE.matcher(base.toString()).matches() || base.getHost() == null) {
            throw new IllegalArgumentException("The address of " + site.host()
                    + " must be https://host or https://host/path, without user, query, or slash at its end");
        }
        if (reach != Reach.LOOPBACK && !base.toString().startsWith("https:")) {
            throw new IllegalArgumentException("The address of " + site.host() + " must begin with https://");
        }
    }
}
