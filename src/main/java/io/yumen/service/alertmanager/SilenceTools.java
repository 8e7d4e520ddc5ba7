package io.yumen.service.alertmanager;

import io.yumen.catalogue.When;
import io.yumen.schema.Doc;
import io.yumen.schema.JsonSchema;
import io.yumen.schema.Spread;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolFailure;
import io.yumen.service.ToolHints;
import io.yumen.service.ToolResult;
import io.yumen.service.answer.Answers;
import io.yumen.service.answer.Item;
import io.yumen.service.answer.Listed;
import io.yumen.service.answer.Listing;
import io.yumen.service.answer.Look;
import io.yumen.service.answer.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What nobody is told for a while. A silence always ends, and bears the name of who asked for it. */
final class SilenceTools {
    /** A silence that is forgotten should not hide trouble for longer. */
    private static final Duration LONGEST = Duration.ofDays(30);

    private final Api api;
    private final Answers answers;

    SilenceTools(Api api, Answers answers) {
        this.api = api;
        this.answers = answers;
    }

    enum State {
        ACTIVE,
        PENDING,
        EXPIRED,
        ANY
    }

    record Silences(
            @Doc(value = "Which", fallback = "\"active\"") State state,

            @Nullable @Doc(value = "Matchers that they have", max = 20)
            List<String> filter,

            @Spread Listing listing) {}

    record One(@Doc("Its id") String id, @Spread Look look) {}

    record Preview(
            @Doc(value = "Matchers, as in alertname=\"HighLoad\" or job=~\"a|b\"; all must match", max = 20)
            List<String> matchers,

            @Spread Listing listing) {}

    record Created(
            @Doc(value = "Matchers, as in alertname=\"HighLoad\" or job=~\"a|b\"; all must match", max = 20)
            List<String> matchers,

            @Doc("How long, as in 2h; at most 30d") String duration,
            @Nullable @Doc("From; now") String start,

            @Doc(value = "Why", max = 1_000) String comment) {}

    record Updated(
            @Doc("Its id") String id,

            @Nullable @Doc(value = "Other matchers", max = 20)
            List<String> matchers,

            @Nullable @Doc("How long from now, as in 2h; at most 30d")
            String duration,

            @Nullable @Doc(value = "Why", max = 1_000) String comment) {}

    record Expired(@Doc("Its id") String id) {}

    record Written(
            @Doc("Its id") String id,
            @Doc("Until when") String ends,

            @Nullable @Doc("How many alerts of now it matches, where that is known")
            Integer alerts) {}

    record Ended(@Doc("Its id") String id) {}

    List<Tool> all() {
        return List.of(
                Tool.named("silences", "Silences")
                        .does("Lists silences.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Listed.class)
                        .answers(Silences.class, this::silences),
                Tool.named("silence", "Silence")
                        .does("Gets a silence by its id.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(JsonSchema.OBJECT)
                        .answers(One.class, this::silence),
                Tool.named("preview_silence", "Preview a silence")
                        .does("Lists the alerts that a silence would match now. Use it before create_silence.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Listed.class)
                        .answers(Preview.class, this::preview),
                Tool.named("create_silence", "Create a silence")
                        .does("Silences alerts for a while.")
                        .hints(new ToolHints(false, false, false, true))
                        .returns(Written.class)
                        .answers(Created.class, this::create),
                Tool.named("update_silence", "Update a silence")
                        .does("Changes matchers, end or comment of a silence; one of other matchers gets another id.")
                        .hints(new ToolHints(false, true, true, true))
                        .returns(Written.class)
                        .answers(Updated.class, this::update),
                Tool.named("expire_silence", "Expire a silence")
                        .does("Ends a silence at once.")
                        .hints(new ToolHints(false, true, true, true))
                        .returns(Ended.class)
                        .answers(Expired.class, this::expire));
    }

    private Tool.Outcome silences(Silences input, Call call) {
        String state = input.state().name().toLowerCase(Locale.ROOT);
        List<Item> found = api.list(Api.SILENCES, Api.filter(Api.matchers(input.filter())), call).stream()
                .filter(silence ->
                        input.state() == State.ANY || stateOf(silence).equals(state))
                .map(SilenceTools::item)
                .toList();
        return answers.list(input, input.listing(), "silences", Source.of(found));
    }

    private Tool.Outcome silence(One input, Call call) {
        return answers.one(input.look(), item(api.silence(input.id(), call)), call);
    }

    private Tool.Outcome preview(Preview input, Call call) {
        return answers.list(
                input, input.listing(), "alerts", AlertTools.ordered(api.matching(some(input.matchers()), call)));
    }

    private Tool.Outcome create(Created input, Call call) {
        List<Matcher> matchers = some(input.matchers());
        Instant now = api.when().now();
        Instant start = api.when().time(input.start(), now);
        ObjectNode silence = JsonNodeFactory.instance
                .objectNode()
                .put("startsAt", When.text(start))
                .put("comment", input.comment());
        put(silence, matchers);
        Instant end = start.plus(length(input.duration()));
        if (!end.isAfter(now)) {
            throw new ToolFailure("It would end at " + end + ", which has passed");
        }
        return write(silence, end, call);
    }

    private Tool.Outcome update(Updated input, Call call) {
        ObjectNode old = api.silence(input.id(), call);
        ObjectNode silence = JsonNodeFactory.instance.objectNode().put("id", input.id());
        silence.set("startsAt", old.path("startsAt"));
        silence.put("comment", input.comment() == null ? old.path("comment").asString("") : input.comment());
        put(
                silence,
                input.matchers() == null
                        ? old.path("matchers").valueStream().map(Matcher::of).toList()
                        : some(input.matchers()));
        Instant end = input.duration() == null ? endOf(old) : api.when().now().plus(length(input.duration()));
        return write(silence, end, call);
    }

    private Instant endOf(ObjectNode silence) {
        try {
            return Instant.parse(silence.path("endsAt").asString(""));
        } catch (DateTimeParseException e) {
            throw api.promised().broken("the end of a silence", silence);
        }
    }

    private Tool.Outcome write(ObjectNode silence, Instant end, Call call) {
        silence.put("endsAt", When.text(end))
                .put("createdBy", call.caller().principal().name());
        String id = api.write(silence, call);
        Integer alerts = null;
        String matches;
        try {
            alerts = api.matching(matchers(silence), call).size();
            matches = "It matches " + alerts + " alerts of now";
        } catch (ToolFailure uncounted) { // the silence is there all the same: its id is not lost
            matches = "How many alerts of now it matches is not known: " + uncounted.getMessage();
        }
        Written written = new Written(id, When.text(end), alerts);
        return ToolResult.structured(written, "Silence " + id + " until " + written.ends() + ". " + matches);
    }

    private Tool.Outcome expire(Expired input, Call call) {
        ObjectNode silence = api.silence(input.id(), call);
        if (!stateOf(silence).equals("expired")) {
            api.expire(input.id(), call);
        }
        return ToolResult.structured(new Ended(input.id()), "Silence " + input.id() + " has ended");
    }

    private static Item item(ObjectNode silence) {
        String id = silence.path("id").asString("");
        ObjectNode summary = JsonNodeFactory.instance.objectNode().put("id", id);
        summary.put("state", stateOf(silence));
        summary.put(
                "matchers", matchers(silence).stream().map(Matcher::toString).collect(Collectors.joining(" ")));
        summary.set("ends", silence.path("endsAt"));
        summary.set("by", silence.path("createdBy"));
        summary.set("comment", silence.path("comment"));
        return new Item(id, summary, silence);
    }

    private static List<Matcher> matchers(JsonNode silence) {
        return silence.path("matchers").valueStream().map(Matcher::of).toList();
    }

    private static String stateOf(JsonNode silence) {
        return silence.path("status").path("state").asString("");
    }

    private static void put(ObjectNode silence, List<Matcher> matchers) {
        ArrayNode list = silence.putArray("matchers");
        matchers.forEach(matcher -> list.add(matcher.toJson()));
    }

    private static List<Matcher> some(List<String> texts) {
        if (texts.isEmpty()) {
            throw new ToolFailure(
                    "A silence has a matcher at least; one that matched everything would hide everything");
        }
        return Api.matchers(texts);
    }

    private static Duration length(String text) {
        Duration length = When.length(text);
        if (!length.isPositive() || length.compareTo(LONGEST) > 0) {
            throw new ToolFailure("A silence lasts for 30d at most, as in 2h or 1d12h; not for " + text);
        }
        return length;
    }
}
