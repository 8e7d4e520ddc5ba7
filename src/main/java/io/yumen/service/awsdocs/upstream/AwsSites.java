package io.yumen.service.awsdocs.upstream;

import io.yumen.exchange.Cancellation;
import io.yumen.http.client.AddressPolicy;
import io.yumen.http.client.RelayClient;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * AWS's own sites, over the network. Who callers are, in what session, and what they want it for stays here: a site learns the address or
 * the words that are wanted, and that we are Yumen. What is fetched beside pages is read in {@code service.awsdocs.upstream.told}. Safe
 * for many threads.
 */
public final class AwsSites implements Upstream, AutoCloseable {
    /** Beside which page China keeps the list of its services: their {@link GuideFile#CONTENTS}. */
    public static final String CHINA_SERVICES = "https://docs.amazonaws.cn/en_us/aws/latest/userguide/services.html";

    private final SitesConfig config;
    private final Courier courier;
    private final Pages pages;
    private final Programs programs;

    /**
     * Those sites.
     *
     * @param connecting makes the client that goes nowhere but where that policy allows; it is closed here
     */
    public AwsSites(SitesConfig config, Function<AddressPolicy, RelayClient> connecting) {
        this.config = config;
        this.courier = new Courier(config, connecting);
        this.pages = new Pages(config.limits(), courier);
        this.programs = new Programs(config, courier);
    }

    /** As for {@link Upstream}; {@link BadAddress} for an address that is not one of a page on these sites. */
    @Override
    public Fetched page(String address, Optional<Known> known, Cancellation cancellation) throws UpstreamFailed {
        return pages.page(address, known, cancellation);
    }

    /**
     * What is written down about a whole guide, or a whole site.
     *
     * @param address of any page of the guide, or of its folder; of the site's root for the site
     * @param known what is had of it already
     */
    public Fetched guide(GuideFile file, String address, Optional<Known> known, Cancellation cancellation)
            throws UpstreamFailed {
        PageAddress page = PageAddress.of(address);
        SiteUrl at = page.url().at(page.path().substring(0, page.path().lastIndexOf('/') + 1) + file.fileName());
        Trip trip = Trip.begin("Failed to fetch " + at, config.limits().time(), cancellation);
        return file.read(courier.ask(at, file.type(), known, trip), known, trip);
    }

    /** What AWS's search finds, as JSON. */
    public Fetched.Found search(SearchQuestion question, Cancellation cancellation) throws UpstreamFailed {
        return programs.search(question, cancellation);
    }

    /** What AWS recommends beside a page, as JSON; {@link BadAddress} as for a page. */
    public Fetched.Found recommend(String address, Cancellation cancellation) throws UpstreamFailed {
        return programs.recommend(PageAddress.of(address), cancellation);
    }

    /** Why sites are left alone at the moment, a sentence each; asks nobody. */
    public List<String> troubles() {
        return courier.troubles();
    }

    @Override
    public void close() {
        courier.close();
    }

    @Override
    public String toString() {
        return "sites of AWS";
    }
}
