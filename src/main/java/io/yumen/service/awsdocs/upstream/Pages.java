package io.yumen.service.awsdocs.upstream;

import io.yumen.exchange.Cancellation;
import io.yumen.protocol.PlainText;
import java.util.Optional;
import java.util.Set;

/** Pages, in the form in which a site has them: Markdown before HTML, and no front of a guide for a page that is gone. */
final class Pages {
    private static final String MARKDOWN = "text/markdown, text/plain;q=0.5";
    private static final String HTML = "text/html, application/xhtml+xml;q=0.5";

    /** What says that there is no Markdown of a page: storage behind the sites refuses what it does not have. */
    private static final Set<Integer> NO_MARKDOWN = Set.of(403, 404, 406, 410, 415);

    private static final Set<Integer> GONE = Set.of(404, 410);

    private static final Set<String> TEXTS = Set.of(
            "text/markdown", "text/x-markdown", "text/plain", "application/octet-stream", "binary/octet-stream", "");

    /** A page that only leads on has no more characters than that. */
    private static final int SHELL = 16 << 10;

    private final SitesLimits limits;
    private final Courier courier;

    Pages(SitesLimits limits, Courier courier) {
        this.limits = limits;
        this.courier = courier;
    }

    /** As for {@link Upstream}. */
    Fetched page(String address, Optional<Upstream.Known> known, Cancellation cancellation) throws UpstreamFailed {
        PageAddress page = PageAddress.of(address);
        Trip trip = Trip.begin("Failed to fetch " + page.address(), limits.time(), cancellation);
        Wanted wanted = new Wanted(page, page, known, trip);
        for (int hops = 0; hops <= limits.hops(); hops++) {
            Step step = step(wanted);
            switch (step) {
                case Step.Done done -> {
                    return done.fetched();
                }
                case Step.Onward onward -> wanted = wanted.at(onward.page());
            }
        }
        throw trip.failed("it leads from one page to the next, more than " + limits.hops() + " times, at last to "
                + wanted.page().address());
    }

    /**
     * A page that is looked for.
     *
     * @param asked by whoever wants it
     * @param page where it is looked for now
     */
    private record Wanted(PageAddress asked, PageAddress page, Optional<Upstream.Known> known, Trip trip) {
        Wanted at(PageAddress other) {
            return new Wanted(asked, other, known, trip);
        }

        Optional<Upstream.Known> known(Form form) {
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
            return Optional.of(unchanged(Form.MARKDOWN, wanted, answer));
        }
        if (NO_MARKDOWN.contains(answer.status())) {
            return Optional.empty();
        }
        requireGood(answer, wanted.trip());
        String text = answer.text();
        if (!TEXTS.contains(answer.type()) || answer.isHtml() || text.isBlank()) {
            return Optional.empty();
        }
        PageAddress served = served(answer, wanted.trip());
        return Optional.of(
                wanted.isLost(served) ? wanted.missing(200, served) : found(served, Form.MARKDOWN, text, answer));
    }

    private Step html(Wanted wanted) throws UpstreamFailed {
        Answer answer = asked(wanted.page().url(), HTML, Form.HTML, wanted);
        if (answer.status() == 304) {
            return new Step.Done(unchanged(Form.HTML, wanted, answer));
        }
        if (GONE.contains(answer.status())) {
            return new Step.Done(new Fetched.Missing(answer.status(), "there is no page at " + answer.at()));
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
            PageAddress onward = page(Courier.next(answer.at(), target.get(), wanted.trip()), wanted.trip());
            boolean isLost = wanted.isLost(onward);
            return isLost ? new Step.Done(wanted.missing(200, onward)) : new Step.Onward(onward);
        }
        Optional<PageAddress> own = head.canonical().flatMap(link -> own(answer.at(), link));
        if (own.isPresent() && wanted.isLost(own.get())) {
            return new Step.Done(wanted.missing(200, own.get()));
        }
        return new Step.Done(found(served, Form.HTML, text, answer));
    }

    private Answer asked(SiteUrl at, String accept, Form form, Wanted wanted) throws UpstreamFailed {
        return courier.ask(at, accept, wanted.known(form), wanted.trip());
    }

    private static Fetched unchanged(Form form, Wanted wanted, Answer answer) throws UpstreamFailed {
        return Courier.unchanged(answer, wanted.known(form), wanted.trip());
    }

    private static Fetched found(PageAddress served, Form form, String text, Answer answer) {
        return new Fetched.Found(served.address(), form, text, Freshness.of(answer.headers()));
    }

    private static PageAddress served(Answer answer, Trip trip) throws UpstreamFailed {
        return page(answer.at(), trip);
    }

    private static PageAddress page(SiteUrl at, Trip trip) throws UpstreamFailed {
        try {
            return PageAddress.of(at);
        } catch (BadAddress e) {
            throw trip.failed("it leads to " + at + ", which is no page");
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
        return !text.isBlank() && (isNamed || (answer.type().isEmpty() && answer.isHtml()));
    }
}
