package io.yumen.service.awsdocs;

import io.yumen.service.Call;
import io.yumen.service.ToolFailure;
import io.yumen.service.awsdocs.upstream.AwsSites;
import io.yumen.service.awsdocs.upstream.BadAddress;
import io.yumen.service.awsdocs.upstream.Fetched;
import io.yumen.service.awsdocs.upstream.GuideFile;
import io.yumen.service.awsdocs.upstream.SearchQuestion;
import io.yumen.service.awsdocs.upstream.UpstreamFailed;
import io.yumen.service.awsdocs.upstream.told.Contents;
import io.yumen.service.awsdocs.upstream.told.Recommendation;
import io.yumen.service.awsdocs.upstream.told.SearchResults;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What there is to read, as AWS tells it beside its pages. Safe for many threads. */
final class Catalog {
    private final Library library;
    private final AwsSites sites;

    Catalog(Library library, AwsSites sites) {
        this.library = library;
        this.sites = sites;
    }

    SearchResults search(SearchQuestion question, Call call) {
        return SearchResults.of(text(() -> sites.search(question, call.cancellation())));
    }

    List<Recommendation> recommend(String url, Call call) {
        String address = library.address(url).address();
        return Recommendation.of(text(() -> sites.recommend(address, call.cancellation())));
    }

    /** The table of contents of the guide in which that page is. */
    Contents contents(String url, Call call) {
        return Contents.of(
                guide(GuideFile.CONTENTS, url, call), library.address(url).address());
    }

    /** What is written down about the guide in which that page is. */
    String guide(GuideFile file, String url, Call call) {
        String address = library.address(url).address();
        return text(() -> sites.guide(file, address, Optional.empty(), call.cancellation()));
    }

    /** Asks AWS. */
    @FunctionalInterface
    private interface Asking {
        Fetched ask() throws UpstreamFailed;
    }

    private static String text(Asking asking) {
        try {
            return switch (asking.ask()) {
                case Fetched.Found found -> found.text();
                case Fetched.Missing missing -> throw new ToolFailure("not_found", missing.reason(), Duration.ZERO);
                case Fetched.Unchanged unchanged -> throw new IllegalStateException("Nothing was known of it");
            };
        } catch (UpstreamFailed e) {
            throw Library.failure(e);
        } catch (BadAddress e) {
            throw Library.refusal(e);
        }
    }
}
