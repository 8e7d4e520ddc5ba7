package io.yumen.service.awsdocs.upstream;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The address of a page as callers name it, made canonical: https, a host of the list, the path of its HTML. What is asked of it after
 * {@code ?} is left out.
 *
 * @param path ends with {@code .html} or {@code /}
 * @param anchor the place in the page, as it was written after {@code #}
 */
public record PageAddress(Site site, String path, Optional<String> anchor) {
    private static final Pattern INDEX = Pattern.compile("(?i)(.*/)?((index|welcome)\\.(html|md))?");

    /** The guide of what IAM policies can say: a cell in a wrong column there is a right that nobody meant. */
    private static final String AUTHORIZATION = "/service-authorization/";

    /**
     * Reads what a caller says: the page, its Markdown, or the folder of a guide; with a place in it or without.
     *
     * @throws BadAddress the message is for who named it
     */
    public static PageAddress of(String address) {
        SiteUrl.Named named = SiteUrl.of(address.replaceAll("^ +| +$", ""));
        Optional<String> anchor = named.fragment().filter(place -> !place.isEmpty());
        return new PageAddress(named.url().site(), page(named.url().path()), anchor);
    }

    /** The page in which something was found. */
    static PageAddress of(SiteUrl url) {
        return new PageAddress(url.site(), page(url.path()), Optional.empty());
    }

    /** The same without a place in it. */
    public PageAddress whole() {
        return anchor.isEmpty() ? this : new PageAddress(site, path, Optional.empty());
    }

    /** Without the place in it: {@code https://host/path}. */
    public String address() {
        return url().toString();
    }

    @Override
    public String toString() {
        return address() + anchor.map(place -> "#" + place).orElse("");
    }

    SiteUrl url() {
        return new SiteUrl(site, path);
    }

    /** Where AWS has its Markdown, if it has it; none of pages that are tables with spans above all, which Markdown cannot say. */
    Optional<SiteUrl> markdown() {
        return path.endsWith(".html") && site != Site.NEURON && !path.contains(AUTHORIZATION)
                ? Optional.of(new SiteUrl(site, path.replaceAll("html$", "md")))
                : Optional.empty();
    }

    /** Whether that is the front of a guide, as its address says: what many sites answer in place of what they have no more. */
    boolean isIndex() {
        return INDEX.matcher(path).matches();
    }

    private static String page(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.isEmpty() || name.endsWith(".html")) {
            return path;
        }
        if (name.endsWith(".md")) {
            return path.substring(0, path.length() - 2) + "html";
        }
        if (name.contains(".")) {
            throw new BadAddress(BadAddress.NO_PAGE);
        }
        return path + "/";
    }
}
