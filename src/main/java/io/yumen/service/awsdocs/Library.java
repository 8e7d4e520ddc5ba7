package io.yumen.service.awsdocs;

import io.yumen.exchange.Cancellation;
import io.yumen.protocol.PlainText;
import io.yumen.service.Call;
import io.yumen.service.ToolFailure;
import io.yumen.service.ToolResult;
import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.read.ReadRefused;
import io.yumen.service.awsdocs.shelf.Key;
import io.yumen.service.awsdocs.shelf.Revision;
import io.yumen.service.awsdocs.shelf.desk.Answer;
import io.yumen.service.awsdocs.shelf.desk.Origin;
import io.yumen.service.awsdocs.shelf.desk.Shelf;
import io.yumen.service.awsdocs.upstream.BadAddress;
import io.yumen.service.awsdocs.upstream.PageAddress;
import io.yumen.service.awsdocs.upstream.UpstreamFailed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The pages that callers name. Safe for many threads. */
final class Library {
    private final AwsDocsConfig config;
    private final Shelf shelf;
    private final RecentPages recent;

    /** @param recent is told what was read */
    Library(AwsDocsConfig config, Shelf shelf, RecentPages recent) {
        this.config = config;
        this.shelf = shelf;
        this.recent = recent;
    }

    /**
     * A page.
     *
     * @param address as it was asked for, made canonical
     * @param note why it may be out of date; empty where it is not
     * @param good how long it is told again without asking AWS
     */
    record Copy(PageAddress address, Document document, Optional<String> note, Duration good) {
        private static final String SPANS =
                "Tables of this page may lack cells, have them in wrong columns or without what they"
                        + " belong to: it comes from AWS's Markdown, which does not say which rows a cell covers, and its HTML could"
                        + " not be had. Do not rely on these tables; look at the page itself.";

        /** What is to be known of it: why it may be out of date, and what it may lack; empty where neither is so. */
        Optional<String> said() {
            Optional<String> lacks = document.page().lacksSpans() ? Optional.of(SPANS) : Optional.empty();
            return Stream.concat(note.stream(), lacks.stream()).reduce((age, other) -> age + "\n\n" + other);
        }

        /** What was made of it, with that. */
        ToolResult told(ToolResult result) {
            return said().map(result::noting).orElse(result);
        }
    }

    /**
     * The page of that address.
     *
     * @throws ToolFailure where the address is none of a page that is served, or the page cannot be had; the message says why
     */
    Copy page(String url, Call call) {
        PageAddress address = address(url);
        Answer.Have<Document> page = have(() -> shelf.page(address.address(), call.cancellation()), url);
        // It may lead to a page of a partition that is not served.
        address(page.copy().address());
        recent.read(address, page.thing());
        return copy(address, page);
    }

    private Copy copy(PageAddress address, Answer.Have<Document> page) {
        return new Copy(address, page.thing(), page.copy().note(), shelf.good(address.address(), page.copy()));
    }

    /** How a page is now; empty where there is none, or it has moved to where no pages are served. */
    Optional<Copy> sight(PageAddress address, Cancellation cancellation) throws UpstreamFailed {
        return switch (shelf.page(address.address(), cancellation)) {
            case Answer.Have<Document> have -> served(have.copy().address()).map(there -> copy(address, have));
            case Answer.Missing<Document> missing -> Optional.empty();
        };
    }

    /** What somebody says, made canonical; empty where it is no address of a page that is served. */
    Optional<PageAddress> served(String url) {
        try {
            return Optional.of(PageAddress.of(url)).filter(address -> config.has(address.site()));
        } catch (BadAddress e) {
            return Optional.empty();
        }
    }

    /** Whether copies of that page are told: it is served, and no rule says otherwise. */
    boolean tells(String address) {
        return served(address).isPresent() && shelf.keeps(address);
    }

    /** What that page once was and is kept of, the newest first. */
    List<Revision> revisions(PageAddress address) {
        return shelf.revisions(address.address());
    }

    /** That page as it once was. */
    Optional<Document> revision(PageAddress address, String hash) {
        return shelf.revision(address.address(), hash);
    }

    /**
     * What is not a page.
     *
     * @param what it is, or where: for who reads why it cannot be had
     * @param origin what it is asked for with
     */
    Answer.Have<String> text(Key key, String what, Origin origin, Cancellation cancellation) {
        return have(() -> shelf.text(key, origin, cancellation), what);
    }

    /** Asks the shelf. */
    @FunctionalInterface
    private interface Asking<T> {
        Answer<T> ask() throws UpstreamFailed;
    }

    private static <T> Answer.Have<T> have(Asking<T> asking, String what) {
        try {
            return switch (asking.ask()) {
                case Answer.Have<T> have -> have;
                case Answer.Missing<T> missing ->
                    throw new ToolFailure("not_found", missing.failure(PlainText.echoLong(what)), Duration.ZERO);
            };
        } catch (UpstreamFailed e) {
            throw new ToolFailure(
                    "unreachable",
                    String.valueOf(e.getMessage()),
                    e.retryAfter().orElse(Duration.ZERO));
        } catch (BadAddress e) {
            throw refusal(e);
        }
    }

    /** What was made of a page; what cannot be had of it is told as it is to callers. */
    static <T> T told(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (ReadRefused e) {
            throw new ToolFailure("refused", String.valueOf(e.getMessage()), Duration.ZERO);
        }
    }

    /** That is no address of a page. */
    private static ToolFailure refusal(BadAddress refused) {
        return new ToolFailure("invalid_url", String.valueOf(refused.getMessage()), Duration.ZERO);
    }

    /**
     * What a caller says, made canonical.
     *
     * @throws ToolFailure where it is none of a page that is served
     */
    PageAddress address(String url) {
        try {
            PageAddress address = PageAddress.of(url);
            if (config.has(address.site())) {
                return address;
            }
        } catch (BadAddress e) {
            throw refusal(e);
        }
        throw new ToolFailure("invalid_url", "URL must be from list of supported domains", Duration.ZERO);
    }
}
