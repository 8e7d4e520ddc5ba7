package io.yumen.service.awsdocs;

import io.yumen.exchange.Cancellation;
import io.yumen.secret.Sha256;
import io.yumen.service.Call;
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

    SearchResults search(SearchQuestion question, Call call) {
        SearchQuestion asked = intent == Intent.SENT ? question : question.withoutIntent();
        Key key = new Key(Kind.SEARCH, HexFormat.of().formatHex(Sha256.of(asked.toString())));
        return SearchResults.of(library.text(key, (known, ended) -> sites.search(asked, ended), call.cancellation())
                .thing());
    }

    List<Recommendation> recommend(String url, Call call) {
        String address = library.address(url).address();
        Key key = new Key(Kind.RECOMMENDATION, address);
        return Recommendation.of(
                library.text(key, (known, ended) -> sites.recommend(address, ended), call.cancellation())
                        .thing());
    }

    /** The table of contents of the guide in which that page is. */
    Contents contents(String url, Call call) {
        return contents(url, call.cancellation());
    }

    Contents contents(String url, Cancellation cancellation) {
        Answer.Have<String> file = guide(GuideFile.CONTENTS, url, cancellation);
        return Contents.of(file.thing(), file.copy().address());
    }

    /** The pages of the guide in which that page is, or the guides of a site. */
    PageList pages(String url, Call call) {
        Answer.Have<String> file = guide(GuideFile.PAGES, url, call.cancellation());
        return PageList.of(file.thing(), file.copy().address());
    }

    private Answer.Have<String> guide(GuideFile file, String url, Cancellation cancellation) {
        String address = library.address(url).address();
        String folder = address.substring(0, address.lastIndexOf('/') + 1);
        Key key = new Key(Kind.CONTENTS, folder + " " + file);
        return library.text(key, (known, ended) -> sites.guide(file, folder, known, ended), cancellation);
    }
}
