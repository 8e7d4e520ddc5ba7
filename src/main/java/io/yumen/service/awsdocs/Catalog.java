package io.yumen.service.awsdocs;

import io.yumen.exchange.Cancellation;
import io.yumen.secret.Sha256;
import io.yumen.service.Call;
import io.yumen.service.ToolResult;
import io.yumen.service.awsdocs.shelf.Key;
import io.yumen.service.awsdocs.shelf.Kind;
import io.yumen.service.awsdocs.shelf.desk.Answer;
import io.yumen.service.awsdocs.upstream.AwsSites;
import io.yumen.service.awsdocs.upstream.GuideFile;
import io.yumen.service.awsdocs.upstream.SearchQuestion;
import io.yumen.service.awsdocs.upstream.SitesConfig.Intent;
import io.yumen.service.awsdocs.upstream.told.Contents;
import io.yumen.service.awsdocs.upstream.told.PageList;
import io.yumen.service.awsdocs.upstream.told.Recommendation;
import io.yumen.service.awsdocs.upstream.told.SearchResults;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** What there is to read, as AWS tells it beside its pages. Safe for many threads. */
final class Catalog {
    private final Library library;
    private final AwsSites sites;
    private final Intent intent;

    Catalog(AwsDocsConfig config, Library library, AwsSites sites) {
        this.library = library;
        this.sites = sites;
        this.intent = config.sites().intent();
    }

    /**
     * What AWS told.
     *
     * @param note why it may be out of date; empty where it is not
     */
    record Told<T>(T thing, Optional<String> note) {
        private static <T> Told<T> of(T thing, Answer.Have<String> copy) {
            return new Told<>(thing, copy.copy().note());
        }

        /** What was made of it, with that note. */
        ToolResult in(ToolResult result) {
            return note.map(result::noting).orElse(result);
        }
    }

    Told<SearchResults> search(SearchQuestion question, Call call) {
        SearchQuestion asked = intent == Intent.SENT ? question : question.withoutIntent();
        Key key = new Key(Kind.SEARCH, HexFormat.of().formatHex(Sha256.of(asked.toString())));
        Answer.Have<String> found =
                library.text(key, question.phrase(), (known, ended) -> sites.search(asked, ended), call.cancellation());
        return Told.of(SearchResults.of(found.thing()), found);
    }

    Told<List<Recommendation>> recommend(String url, Call call) {
        String address = library.address(url).address();
        Key key = new Key(Kind.RECOMMENDATION, address);
        Answer.Have<String> found =
                library.text(key, address, (known, ended) -> sites.recommend(address, ended), call.cancellation());
        return Told.of(Recommendation.of(found.thing()), found);
    }

    /** The table of contents of the guide in which that page is. */
    Told<Contents> contents(String url, Call call) {
        return contents(url, call.cancellation());
    }

    Told<Contents> contents(String url, Cancellation cancellation) {
        Answer.Have<String> file = guide(GuideFile.CONTENTS, url, cancellation);
        return Told.of(Contents.of(file.thing(), file.copy().address()), file);
    }

    /** The pages of the guide in which that page is, or the guides of a site. */
    Told<PageList> pages(String url, Call call) {
        Answer.Have<String> file = guide(GuideFile.PAGES, url, call.cancellation());
        return Told.of(PageList.of(file.thing(), file.copy().address()), file);
    }

    private Answer.Have<String> guide(GuideFile file, String url, Cancellation cancellation) {
        String address = library.address(url).address();
        String folder = address.substring(0, address.lastIndexOf('/') + 1);
        Key key = new Key(Kind.CONTENTS, folder + " " + file);
        return library.text(
                key, folder + file.fileName(), (known, ended) -> sites.guide(file, folder, known, ended), cancellation);
    }
}
