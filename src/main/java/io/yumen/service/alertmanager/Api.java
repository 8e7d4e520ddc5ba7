package io.yumen.service.alertmanager;

import io.yumen.catalogue.Parameters;
import io.yumen.catalogue.Reply;
import io.yumen.catalogue.Target;
import io.yumen.catalogue.When;
import io.yumen.catalogue.cache.Question;
import io.yumen.catalogue.cache.Segments;
import io.yumen.protocol.PlainText;
import io.yumen.service.Call;
import io.yumen.service.ToolFailure;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The second HTTP API of Alertmanager. */
final class Api {
    /** The kinds of what is kept, which are what they are called in the API, too. */
    static final String STATUS = "status";

    static final String RECEIVERS = "receivers";

    private static final String ROOT = "/api/v2/";
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Target target;
    private final When when;
    private final Segments<Reply> cache;

    Api(Target target, InstantSource clock, Segments<Reply> cache) {
        this.target = target;
        this.cache = cache;
        this.when = new When(clock);
    }

    When when() {
        return when;
    }

    JsonNode get(String what, Parameters query, Call call) {
        return target.get(ROOT + what, query, call);
    }

    /** Reads one of the kinds that are kept, or tells again what was read a moment ago for the same caller. */
    JsonNode kept(String kind, Call call) {
        Question question = target.question(kind, call);
        Reply reply = cache.get(kind, question, call.cancellation(), () -> {
            Reply read = target.fetch(ROOT + kind, new Parameters(), call);
            target.json(read); // what is no JSON is told, and not kept
            return read;
        });
        return target.json(reply);
    }

    /** The alerts that all of those match, however silent they are. */
    List<JsonNode> matching(List<Matcher> matchers, Call call) {
        return get("alerts", filter(matchers), call).valueStream().toList();
    }

    /** One that is there. */
    ObjectNode silence(String id, Call call) {
        if (!ID.matcher(id).matches()) {
            throw new ToolFailure("\"" + PlainText.echo(id) + "\" is no id of a silence; silences lists them");
        }
        return get("silence/" + id, new Parameters(), call) instanceof ObjectNode silence
                ? silence
                : JsonNodeFactory.instance.objectNode();
    }

    /** Writes one; returns its id. */
    String write(ObjectNode silence, Call call) {
        return target.post(ROOT + "silences", silence, call).path("silenceID").asString("");
    }

    void expire(String id, Call call) {
        target.delete(ROOT + "silence/" + id, call);
    }

    static Parameters filter(List<Matcher> matchers) {
        return new Parameters()
                .put("filter", matchers.stream().map(Matcher::toString).toList());
    }

    static List<Matcher> matchers(@Nullable List<String> texts) {
        return texts == null ? List.of() : texts.stream().map(Matcher::of).toList();
    }
}
