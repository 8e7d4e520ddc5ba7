package io.yumen.service.awsdocs.upstream;

import io.yumen.exchange.Cancellation;
import io.yumen.http.Headers;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/** What AWS's pages ask by their scripts: the search and the recommendations. They are not documented, and lead nowhere else. */
final class Programs {
    private static final String JSON = "application/json";

    private final SitesConfig config;
    private final Courier courier;

    Programs(SitesConfig config, Courier courier) {
        this.config = config;
        this.courier = courier;
    }

    Fetched.Found search(SearchQuestion question, Cancellation cancellation) throws UpstreamFailed {
        boolean isTold =
                config.intent() == SitesConfig.Intent.SENT && !question.intent().isBlank();
        Courier.Errand errand = new Courier.Errand(
                "POST",
                new SiteUrl(Site.SEARCH, "/search"),
                isTold ? "?search_intent=" + encoded(question.intent()) : "",
                Headers.of("Accept", JSON, "Content-Type", JSON),
                question.json());
        Trip trip = trip("Error searching AWS docs", cancellation);
        return found(answered(errand, trip), Form.JSON, trip.wishing("Error parsing search results"));
    }

    Fetched.Found recommend(PageAddress page, Cancellation cancellation) throws UpstreamFailed {
        Courier.Errand errand = new Courier.Errand(
                "GET",
                new SiteUrl(Site.RECOMMENDATIONS, "/v1/recommendations"),
                "?path=" + encoded(page.address()),
                Headers.of("Accept", JSON),
                new byte[0]);
        Trip trip = trip("Error getting recommendations", cancellation);
        return found(answered(errand, trip), Form.JSON, trip.wishing("Error parsing recommendations"));
    }

    /** The text of an answer; JSON is an object, or it is none. */
    static Fetched.Found found(Answer answer, Form form, Trip trip) throws UpstreamFailed {
        String text = answer.text();
        if (form == Form.JSON) {
            requireObject(text, trip);
        }
        return new Fetched.Found(answer.at().toString(), form, text, Freshness.of(answer.headers()));
    }

    private Answer answered(Courier.Errand errand, Trip trip) throws UpstreamFailed {
        Answer answer = courier.bring(errand, trip);
        if (answer.location().isPresent()) {
            throw trip.failed(errand.at() + " leads to "
                    + PlainText.echo(answer.location().get()) + ", which is not gone to");
        }
        if (answer.status() != 200) {
            throw Refusals.of(answer, trip);
        }
        return answer;
    }

    private Trip trip(String wish, Cancellation cancellation) {
        return Trip.begin(wish, config.limits().time(), cancellation);
    }

    private static void requireObject(String text, Trip trip) throws UpstreamFailed {
        try {
            if (ForeignJson.read(text) instanceof ObjectNode) {
                return;
            }
        } catch (RpcException e) {
            throw trip.failed("the answer is no JSON: " + PlainText.echo(String.valueOf(e.getMessage())));
        }
        throw trip.failed("the answer is JSON, but no object");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
