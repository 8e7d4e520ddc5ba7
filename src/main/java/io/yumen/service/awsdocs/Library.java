package io.yumen.service.awsdocs;

import io.yumen.protocol.PlainText;
import io.yumen.service.Call;
import io.yumen.service.ToolFailure;
import io.yumen.service.awsdocs.html.HtmlReader;
import io.yumen.service.awsdocs.markdown.MarkdownReader;
import io.yumen.service.awsdocs.markdown.MarkdownWriter;
import io.yumen.service.awsdocs.page.Address;
import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.page.PageRefused;
import io.yumen.service.awsdocs.read.ReadRefused;
import io.yumen.service.awsdocs.upstream.BadAddress;
import io.yumen.service.awsdocs.upstream.Fetched;
import io.yumen.service.awsdocs.upstream.Form;
import io.yumen.service.awsdocs.upstream.PageAddress;
import io.yumen.service.awsdocs.upstream.Upstream;
import io.yumen.service.awsdocs.upstream.UpstreamFailed;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** The pages that callers name. Safe for many threads. */
final class Library {
    private final AwsDocsConfig config;
    private final Upstream upstream;
    private final HtmlReader html;
    private final MarkdownReader markdown;
    private final MarkdownWriter writer;

    Library(AwsDocsConfig config, Upstream upstream) {
        this.config = config;
        this.upstream = upstream;
        this.html = new HtmlReader(config.pages());
        this.markdown = new MarkdownReader(config.pages());
        this.writer = new MarkdownWriter(config.pages());
    }

    /**
     * A page.
     *
     * @param address as it was asked for, made canonical
     */
    record Copy(PageAddress address, Document document) {}

    /**
     * The page of that address.
     *
     * @throws ToolFailure where the address is none of a page that is served, or the page cannot be had; the message says why
     */
    Copy page(String url, Call call) {
        PageAddress address = address(url);
        try {
            Document document = switch (upstream.page(address.address(), Optional.empty(), call.cancellation())) {
                case Fetched.Found found -> document(found);
                case Fetched.Missing missing ->
                    throw new ToolFailure(
                            "not_found",
                            "Failed to fetch " + PlainText.echoLong(url) + ": " + missing.reason(),
                            Duration.ZERO);
                case Fetched.Unchanged unchanged -> throw new IllegalStateException("Nothing was known of " + address);
            };
            return new Copy(address, document);
        } catch (UpstreamFailed e) {
            throw new ToolFailure(
                    "unreachable",
                    String.valueOf(e.getMessage()),
                    e.retryAfter().orElse(Duration.ZERO));
        } catch (PageRefused e) {
            throw new ToolFailure("too_large", String.valueOf(e.getMessage()), Duration.ZERO);
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

    /** AWS gave no answer. */
    static ToolFailure failure(UpstreamFailed failed) {
        return new ToolFailure(
                "unreachable",
                String.valueOf(failed.getMessage()),
                failed.retryAfter().orElse(Duration.ZERO));
    }

    /** That is no address of a page. */
    static ToolFailure refusal(BadAddress refused) {
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

    private Document document(Fetched.Found found) {
        Address address = Address.of(found.address());
        return writer.write(
                found.form() == Form.MARKDOWN
                        ? markdown.read(found.text(), address)
                        : html.read(found.text(), address));
    }
}
