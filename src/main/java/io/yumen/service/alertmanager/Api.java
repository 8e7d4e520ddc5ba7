package io.yumen.service.alertmanager;

import io.yumen.catalogue.KeptReplies;
import io.yumen.catalogue.Parameters;
import io.yumen.catalogue.Promised;
import io.yumen.catalogue.Reply;
import io.yumen.catalogue.Target;
import io.yumen.catalogue.When;
import io.yumen.catalogue.cache.Segments;
import io.yumen.protocol.PlainText;
import io.yumen.service.Call;
import io.yumen.service.Service;
import io.yumen.service.ToolFailure;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The second HTTP API of Alertmanager. */
final class Api {
    /** The kinds of what is kept, which are what they are called in the API, too. */
    static final String STATUS = "status";

    static final String RECEIVERS = "receivers";

    static final String ALERTS = "alerts";
    static final String GROUPS = "alerts/groups";
    static final String SILENCES = "silences";

    /** What each of a list has, where that is not labels. */
    private static final Map<String, String> NEEDED = Map.of(GROUPS, "alerts", SILENCES, "matchers", RECEIVERS, "name");

    private static final String ROOT = "/api/v2/";
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Target target;
    private final Promised promised;
    private final When when;
    private final KeptReplies replies;

    Api(Target target, InstantSource clock, Segments<Reply> cache) {
        this.target = target;
        this.replies = new KeptReplies(target, cache);
        this.promised = new Promised(target);
        this.when = new When(clock);
    }

    When when() {
        return when;
    }

    /** What it promises of its answers. */
    Promised promised() {
        return promised;
    }

    /** Whether it tells its status. */
    Service.Health health() {
        return target.health(ROOT + STATUS, new Parameters());
    }

    /** Reads a list; each of it has what its API promises. */
    List<ObjectNode> list(String what, Parameters query, Call call) {
        return list(what, target.get(ROOT + what, query, call));
    }

    /** Whom alerts are sent to; changes slowly, as does the other. */
    List<ObjectNode> receivers(Call call) {
        return kept(RECEIVERS, call, receivers -> list(RECEIVERS, receivers));
    }

    /** Version, peers and configuration. */
    ObjectNode status(Call call) {
        return kept(STATUS, call, status -> {
            ObjectNode told = promised.object(status, "its status");
            promised.object(told.path("versionInfo"), "\"versionInfo\" of its status");
            return told;
        });
    }

    private List<ObjectNode> list(String what, JsonNode answer) {
        List<ObjectNode> all = promised.objects(answer, "a list of " + what);
        String needed = NEEDED.getOrDefault(what, "labels");
        for (ObjectNode each : all) {
            if (!each.has(needed)) {
                throw promised.broken("\"" + needed + "\" in " + what, each);
            }
        }
        return all;
    }

    /** Reads one of the kinds that are kept, or tells again what was read a moment ago for the same caller. */
    private <T> T kept(String kind, Call call, Function<JsonNode, T> shape) {
        return replies.read(kind, kind, call, () -> target.fetch(ROOT + kind, new Parameters(), call), shape);
    }

    /** The alerts that all of those match, however silent they are. */
    List<ObjectNode> matching(List<Matcher> matchers, Call call) {
        return list(ALERTS, filter(matchers), call);
    }

    /** One that is there. */
    ObjectNode silence(String id, Call call) {
        if (!ID.matcher(id).matches()) {
            throw new ToolFailure("\"" + PlainText.echo(id) + "\" is no id of a silence; silences lists them");
        }
        ObjectNode silence = promised.object(target.get(ROOT + "silence/" + id, new Parameters(), call), "a silence");
        promised.word(silence.path("id"), "the id of a silence");
        return silence;
    }

    /** Writes one; returns its id. */
    String write(ObjectNode silence, Call call) {
        JsonNode written = target.post(ROOT + SILENCES, silence, call);
        return promised.word(written.path("silenceID"), "\"silenceID\", so that it is not known whether it did that");
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
