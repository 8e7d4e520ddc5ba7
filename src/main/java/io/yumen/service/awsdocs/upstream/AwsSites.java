package io.yumen.service.awsdocs.upstream;

import io.yumen.exchange.Cancellation;
import io.yumen.http.Headers;
import io.yumen.http.client.AddressPolicy;
import io.yumen.http.client.RelayClient;
import io.yumen.protocol.PlainText;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * AWS's own sites, over the network. What callers said, who they are and in what session stays here: a site learns the address that is
 * wanted, and that we are Yumen. Safe for many threads.
 */
public final class AwsSites implements Upstream, AutoCloseable {
    private static final String MARKDOWN = "text/markdown, text/plain;q=0.5";
    private static final String HTML = "text/html, application/xhtml+xml;q=0.5";

    /** What says that there is no Markdown of a page: storage behind the sites refuses what it does not have. */
    private static final Set<Integer> NO_MARKDOWN = Set.of(403, 404, 406, 410, 415);

    private static final Set<Integer> GONE = Set.of(404, 410);

    private static final Set<String> TEXTS = Set.of(
            "text/markdown", "text/x-markdown", "text/plain", "application/octet-stream", "binary/octet-stream", "");

    /** A page that only leads on has no more characters than that. */
    private static final int SHELL = 16 << 10;

    private final SitesConfig config;
    private final Courier courier;

    /**
     * Those sites.
     *
     * @param connecting makes the client that goes nowhere but where that policy allows; it is closed here
     */
    public AwsSites(SitesConfig config, Function<AddressPolicy, RelayClient> connecting) {
        this.config = config;
        this.courier = new Courier(config, connecting);
    }

    /** As for {@link Upstream}; {@link BadAddress} for an address that is not one of a page on these sites. */
    @Override
    public Fetched page(String address, Optional<Known> known, Cancellation cancellation) throws UpstreamFailed {
        PageAddress page = PageAddress.of(address);
        Trip trip =
                Trip.begin("Failed to fetch " + page.address(), config.limits().time(), cancellation);
        Wanted wanted = new Wanted(page, page, known, trip);
        for (int hops = 0; hops <= config.limits().hops(); hops++) {
            Step step = step(wanted);
            switch (step) {
                case Step.Done done -> {
                    return done.fetched();
                }
                case Step.Onward onward -> wanted = wanted.at(onward.page());
            }
        }
        throw trip.failed("it leads from one page to the next, more than "
                + config.limits().hops() + " times, at last to " + wanted.page().address());
    }

    @Override
    public void close() {
        courier.close();
    }

    @Override
    public String toString() {
        return "sites of AWS";
    }

    /**
     * A page that is looked for.
     *
     * @param asked by whoever wants it
     * @param page where it is looked for now
     */
    private record Wanted(PageAddress asked, PageAddress page, Optional<Known> known, Trip trip) {
        Wanted at(PageAddress other) {
            return new Wanted(asked, other, known, trip);
        }

        Optional<Known> known(Form form) {
            return known.filter(copy -> copy.form() == form);
        }

        /** Whether what was served is the front of a guide, in place of a page of it. */
        boolean isLost(PageAddress served) {
            return served.isIndex() && !asked.isIndex();
        }

        Fetched missing(int status, PageAddress served) {
            return new Fetched.Missing(
                    status,
                    "requested " + asked.address() + "; served " + served.address()
                            + ": there is no such page any more, or it has another name now");
        }
    }

    /** What came of looking there. */
    private sealed interface Step {
        record Done(Fetched fetched) implements Step {}

        /** It is there. */
        record Onward(PageAddress page) implements Step {}
    }

    private Step step(Wanted wanted) throws UpstreamFailed {
        Optional<SiteUrl> sibling = wanted.known(Form.HTML).isPresent()
                ? Optional.empty()
                : wanted.page().markdown();
        if (sibling.isPresent()) {
            Optional<Fetched> found = markdown(sibling.get(), wanted);
            if (found.isPresent()) {
                return new Step.Done(found.get());
            }
        }
        return html(wanted);
    }

    private Optional<Fetched> markdown(SiteUrl at, Wanted wanted) throws UpstreamFailed {
        Answer answer = asked(at, MARKDOWN, Form.MARKDOWN, wanted);
        if (answer.status() == 304) {
            return Optional.of(unchanged(answer, Form.MARKDOWN, wanted));
        }
        if (NO_MARKDOWN.contains(answer.status())) {
            return Optional.empty();
        }
        requireGood(answer, wanted.trip());
        String text = answer.text();
        if (!TEXTS.contains(answer.type()) || isHtml(text) || text.isBlank()) {
            return Optional.empty();
        }
        PageAddress served = served(answer, wanted.trip());
        return Optional.of(
                wanted.isLost(served) ? wanted.missing(200, served) : found(served, Form.MARKDOWN, text, answer));
    }

    private Step html(Wanted wanted) throws UpstreamFailed {
        Answer answer = asked(wanted.page().url(), HTML, Form.HTML, wanted);
        if (answer.status() == 304) {
            return new Step.Done(unchanged(answer, Form.HTML, wanted));
        }
        if (GONE.contains(answer.status())) {
            return new Step.Done(new Fetched.Missing(
                    answer.status(), "there is no page at " + answer.at() + " - status code " + answer.status()));
        }
        requireGood(answer, wanted.trip());
        String text = answer.text();
        if (!isPage(answer, text)) {
            throw wanted.trip()
                    .failed(
                            text.isBlank()
                                    ? "the answer is empty"
                                    : "the answer is no page, but " + PlainText.echo(answer.type()));
        }
        PageAddress served = served(answer, wanted.trip());
        if (wanted.isLost(served)) {
            return new Step.Done(wanted.missing(200, served));
        }
        return read(text, answer, served, wanted);
    }

    private static Step read(String text, Answer answer, PageAddress served, Wanted wanted) throws UpstreamFailed {
        HtmlHead head = HtmlHead.of(text);
        Optional<String> target = text.length() > SHELL ? Optional.empty() : head.refresh();
        if (target.isPresent()) {
            PageAddress onward = PageAddress.of(Courier.next(answer.at(), target.get(), wanted.trip()));
            boolean isLost = wanted.isLost(onward);
            return isLost ? new Step.Done(wanted.missing(200, onward)) : new Step.Onward(onward);
        }
        Optional<PageAddress> own = head.canonical().flatMap(link -> own(answer.at(), link));
        if (own.isPresent() && wanted.isLost(own.get())) {
            return new Step.Done(wanted.missing(200, own.get()));
        }
        return new Step.Done(found(served, Form.HTML, text, answer));
    }

    /** The answer; where what is known belongs to another page than the one that is said to be unchanged, asked without that. */
    private Answer asked(SiteUrl at, String accept, Form form, Wanted wanted) throws UpstreamFailed {
        Headers conditions =
                wanted.known(form).map(copy -> copy.freshness().conditions()).orElse(Headers.none());
        Answer answer = courier.follow(Courier.Errand.get(at, accept, conditions), wanted.trip());
        if (answer.status() != 304) {
            return answer;
        }
        PageAddress served = served(answer, wanted.trip());
        boolean isKnown = wanted.known(form)
                .filter(copy -> copy.address().equals(served.address()))
                .isPresent();
        return isKnown ? answer : courier.follow(Courier.Errand.get(at, accept, Headers.none()), wanted.trip());
    }

    private static Fetched unchanged(Answer answer, Form form, Wanted wanted) throws UpstreamFailed {
        Freshness before = wanted.known(form)
                .map(Known::freshness)
                .orElseThrow(
                        () -> wanted.trip().failed("the site says that nothing has changed, and was not asked so"));
        return new Fetched.Unchanged(before.renewed(Freshness.of(answer.headers())));
    }

    private static Fetched found(PageAddress served, Form form, String text, Answer answer) {
        return new Fetched.Found(served.address(), form, text, Freshness.of(answer.headers()));
    }

    private static PageAddress served(Answer answer, Trip trip) throws UpstreamFailed {
        try {
            return PageAddress.of(answer.at());
        } catch (BadAddress e) {
            throw trip.failed("it leads to " + answer.at() + ", which is no page");
        }
    }

    private static Optional<PageAddress> own(SiteUrl at, String link) {
        try {
            return Optional.of(PageAddress.of(at.resolve(link)));
        } catch (BadAddress e) {
            return Optional.empty();
        }
    }

    private static void requireGood(Answer answer, Trip trip) throws UpstreamFailed {
        if (answer.status() != 200) {
            throw Refusals.of(answer, trip);
        }
    }

    private static boolean isPage(Answer answer, String text) {
        boolean isNamed = Set.of("text/html", "application/xhtml+xml").contains(answer.type());
        return !text.isBlank() && (isNamed || (answer.type().isEmpty() && isHtml(text)));
    }

    private static boolean isHtml(String text) {
        String start =
                text.substring(0, Math.min(text.length(), 1_000)).stripLeading().toLowerCase(Locale.ROOT);
        return start.startsWith("<!doctype") || start.startsWith("<html") || start.startsWith("<head");
    }
}
