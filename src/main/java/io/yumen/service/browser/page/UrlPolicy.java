package io.yumen.service.browser.page;

import io.yumen.http.Network;
import io.yumen.protocol.PlainText;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where tabs may go: web pages, but neither the browser's own pages and files nor the addresses at which clouds hand out
 * credentials, whoever leads there. Chrome is asked about each hop, and spells addresses in one way only.
 */
public final class UrlPolicy {
    private static final String BLANK = "about:blank";

    private static final Set<String> SCHEMES = Set.of("http", "https");

    /** What a document within a page may be, beside a web page: its own parts. */
    private static final Set<String> INNER = Set.of("about", "blob", "data");

    private static final Set<String> METADATA_NAMES = Set.of(
            "metadata", "metadata.google.internal", "metadata.goog", "instance-data", "instance-data.ec2.internal");

    private static final List<Network> METADATA = List.of(
            Network.of("169.254.0.0/16"),
            Network.of("100.100.100.200/32"),
            Network.of("168.63.129.16/32"),
            Network.of("0.0.0.0/8"),
            Network.of("fe80::/10"),
            Network.of("fd00:ec2::254/128"),
            Network.of("fd20:ce::254/128"),
            Network.of("64:ff9b::a9fe:0/112"));

    private UrlPolicy() {}

    /** Requests that are looked at wherever they come from, as patterns of Chrome's. */
    public static final List<String> WATCHED = List.of(
            "*://169.254.*",
            "*://100.100.100.200*",
            "*://168.63.129.16*",
            "*://metadata*",
            "*://instance-data*",
            "*://[*");

    /** Why a tab may not go there, in a sentence; empty where it may. */
    public static Optional<String> refusal(String url) {
        return url.equals(BLANK) ? Optional.empty() : check(url, SCHEMES);
    }

    /** The same of something that a page loads. */
    public static Optional<String> refusalWithin(String url) {
        int end = url.indexOf(':');
        return end > 0 && INNER.contains(url.substring(0, end).toLowerCase(Locale.ROOT))
                ? Optional.empty()
                : check(url, SCHEMES);
    }

    private static Optional<String> check(String url, Set<String> schemes) {
        int end = url.indexOf(':');
        String scheme = end < 0 ? "" : url.substring(0, end).toLowerCase(Locale.ROOT);
        if (!schemes.contains(scheme)) {
            return Optional.of("The URL " + PlainText.echo(url)
                    + " may not be opened: a page has an address with http:// or https://");
        }
        return isMetadata(hostOf(url))
                ? Optional.of("The URL " + PlainText.echo(url)
                        + " may not be opened: clouds hand out credentials at such addresses")
                : Optional.empty();
    }

    private static String hostOf(String url) {
        try {
            String host = new URI(url).getHost();
            return host == null ? authority(url) : host.toLowerCase(Locale.ROOT);
        } catch (URISyntaxException e) {
            return authority(url);
        }
    }

    /** The host of a URL that is none by the letter, as Chrome takes it. */
    private static String authority(String url) {
        String rest = url.substring(url.indexOf(':') + 1).replace('\\', '/').replaceFirst("^/*", "");
        String authority = rest.split("[/?#]", 2)[0];
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        return (host.startsWith("[") ? host : host.split(":", 2)[0]).toLowerCase(Locale.ROOT);
    }

    private static boolean isMetadata(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return METADATA_NAMES.contains(name) || isMetadataAddress(name);
    }

    private static boolean isMetadataAddress(String name) {
        try {
            String plain = name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
            byte[] address = InetAddress.ofLiteral(plain).getAddress();
            return METADATA.stream().anyMatch(network -> network.holds(address));
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }
}
