package io.yumen.service.browser.wire;

import io.yumen.protocol.PlainText;
import io.yumen.service.browser.wire.NetworkRequest.Answer;
import io.yumen.service.browser.wire.NetworkRequest.Asked;
import io.yumen.service.browser.wire.NetworkRequest.State;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** What the documents of a tab have loaded. Safe for many threads. */
public final class NetworkLog {
    private static final int LONGEST_URL = 4_000;

    private final Recent<NetworkRequest> requests;
    private final IntSupplier visit;

    /** The newest number by the browser's name: a redirect keeps the name. Those under way only. */
    private final Map<String, Integer> running = new ConcurrentHashMap<>();

    private final Map<Integer, Wire> wires = new ConcurrentHashMap<>();
    private final int most;
    private final Predicate<String> isOuter;

    /**
     * What a tab loads.
     *
     * @param visit the number of the tab's document now
     * @param isOuter whether that is the outermost frame, whose documents are those of the tab
     */
    public NetworkLog(int most, IntSupplier visit, Predicate<String> isOuter) {
        this.most = most;
        this.isOuter = isOuter;
        this.requests = new Recent<>(most);
        this.visit = visit;
    }

    /** Hears what a target loads. */
    public void listen(Wire wire) {
        wire.on("Network.requestWillBeSent", event -> sent(event, wire));
        wire.on(
                "Network.responseReceived",
                event -> change(event, request -> request.with(Answer.read(event.path("response")))));
        wire.on(
                "Network.loadingFinished",
                event -> end(
                        event, new State.Done(event.path("encodedDataLength").asLong(0))));
        wire.on(
                "Network.loadingFailed",
                event -> end(
                        event,
                        new State.Failed(PlainText.echo(event.path("errorText")
                                .asString(event.path("blockedReason").asString("failed"))))));
    }

    /** All that are kept, oldest first. */
    public List<NetworkRequest> all() {
        return requests.all();
    }

    public Optional<NetworkRequest> find(int number) {
        return requests.find(number);
    }

    /** The text that came back for a request; of what is no text, only its size. Empty where it is not kept any more. */
    public Optional<String> body(NetworkRequest request) {
        return Optional.ofNullable(wires.get(request.number())).flatMap(wire -> body(wire, request.id()));
    }

    private static Optional<String> body(Wire wire, String id) {
        try {
            JsonNode told = wire.call("Network.getResponseBody", Wire.params().put("requestId", id));
            String body = told.path("body").asString("");
            return Optional.of(
                    told.path("base64Encoded").asBoolean(false)
                            ? "(" + body.length() / 4 * 3 + " bytes that are no text)"
                            : PlainText.lines(body));
        } catch (WireException gone) {
            return Optional.empty();
        }
    }

    private void sent(JsonNode event, Wire wire) {
        String id = event.path("requestId").asString("");
        if (event.has("redirectResponse")) {
            change(event, request -> request.with(Answer.read(event.path("redirectResponse"))));
            end(event, new State.Done(0));
        }
        JsonNode request = event.path("request");
        Asked asked = new Asked(
                PlainText.echo(request.path("method").asString("")),
                cut(PlainText.of(request.path("url").asString(""))),
                event.path("type").asString("other").toLowerCase(Locale.ROOT),
                request.path("headers"),
                request.has("postData") ? request.path("postData").asString("") : null);
        int number = requests.add(next -> new NetworkRequest(next, visitOf(event), id, asked, null, State.PENDING));
        if (running.size() > most) {
            running.clear();
        }
        running.put(id, number);
        wires.put(number, wire);
        wires.remove(number - most);
    }

    /** A document belongs to the visit that begins with it. */
    private int visitOf(JsonNode event) {
        boolean isDocument = event.path("requestId")
                .asString("")
                .equals(event.path("loaderId").asString("-"));
        return visit.getAsInt()
                + (isDocument && isOuter.test(event.path("frameId").asString("")) ? 1 : 0);
    }

    private void change(JsonNode event, UnaryOperator<NetworkRequest> into) {
        Integer number = running.get(event.path("requestId").asString(""));
        if (number != null) {
            requests.change(number, into);
        }
    }

    private void end(JsonNode event, State state) {
        change(event, request -> request.with(state));
        running.remove(event.path("requestId").asString(""));
    }

    private static String cut(String url) {
        return url.length() > LONGEST_URL ? url.substring(0, LONGEST_URL) + "..." : url;
    }
}
