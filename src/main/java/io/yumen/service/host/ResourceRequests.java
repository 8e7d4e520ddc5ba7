package io.yumen.service.host;

import io.yumen.exchange.Exchange;
import io.yumen.service.Call;
import io.yumen.service.InputRequired;
import io.yumen.service.Offer;
import io.yumen.service.RequestState;
import io.yumen.service.Resource;
import io.yumen.service.ResourceTemplate;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Answers {@code resources/read}. */
final class ResourceRequests {
    private final RequestState states;

    ResourceRequests(RequestState states) {
        this.states = states;
    }

    ObjectNode read(Exchange exchange, Offer offer) {
        String uri = exchange.params().path("uri").asString("");
        Call call = new Call(exchange, states);
        Resource.Outcome outcome =
                fixed(offer, uri, call).or(() -> templated(offer, uri, call)).orElseThrow(() -> Resource.notFound(uri));
        return switch (outcome) {
            case Resource.Reading reading ->
                switch (reading.scope()) {
                    case PUBLIC -> ListRequests.keepForAll(reading.toJson(), reading.ttl());
                    case PRIVATE -> ListRequests.keepForOne(reading.toJson(), reading.ttl());
                };
            case InputRequired asked -> ToolRequests.asked(asked, call);
        };
    }

    private static Optional<Resource.Outcome> fixed(Offer offer, String uri, Call call) {
        return offer.resources().stream()
                .filter(resource -> resource.uri().equals(uri))
                .findFirst()
                .map(resource -> resource.handler().read(uri, Map.of(), call));
    }

    private static Optional<Resource.Outcome> templated(Offer offer, String uri, Call call) {
        for (ResourceTemplate template : offer.templates()) {
            Optional<Map<String, String>> variables = template.template().match(uri);
            if (variables.isPresent()) {
                return Optional.of(template.handler().read(uri, variables.get(), call));
            }
        }
        return Optional.empty();
    }
}
