package io.yumen.catalogue.rest;

import io.yumen.catalogue.Ask;
import io.yumen.catalogue.Reply;
import io.yumen.catalogue.Target;
import io.yumen.catalogue.cache.Question;
import io.yumen.catalogue.cache.SegmentLimits;
import io.yumen.catalogue.cache.Segments;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.PlainText;
import io.yumen.schema.Doc;
import io.yumen.schema.JsonSchema;
import io.yumen.schema.Records;
import io.yumen.service.Call;
import io.yumen.service.Content;
import io.yumen.service.Offer;
import io.yumen.service.Service;
import io.yumen.service.Tool;
import io.yumen.service.ToolResult;
import io.yumen.service.answer.AnswerLimits;
import io.yumen.service.answer.Answers;
import io.yumen.service.answer.Item;
import io.yumen.service.answer.Listed;
import io.yumen.service.answer.Listing;
import io.yumen.service.answer.Look;
import io.yumen.service.answer.Redactor;
import io.yumen.service.answer.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A REST service by its description: each operation is a tool. */
public final class RestService implements Service {
    private static final String ANSWERS = "answers";

    /** What is kept: of each operation as long as it says, and no longer than a day. */
    public static final Map<String, SegmentLimits> CACHE = Map.of(ANSWERS, SegmentLimits.of(86_400, 16));

    private static final ObjectNode LISTING = JsonSchema.of(Listing.class).tree();
    private static final ObjectNode LOOK = JsonSchema.of(Look.class).tree();

    /**
     * The structured content of what is no JSON.
     *
     * @param text what was told
     */
    record Text(@Doc("The text") String text) {}

    private final Identity identity;
    private final Target target;
    private final Answers answers;
    private final Segments<Reply> cache;
    private final Offer offer;

    /** One that keeps what it keeps by itself. */
    public RestService(Catalogue catalogue, Target target) {
        this(catalogue, target, Segments.of(CACHE, reply -> reply.body().length));
    }

    /**
     * A service.
     *
     * @param cache has the kinds of {@link #CACHE}; closed with the service
     */
    public RestService(Catalogue catalogue, Target target, Segments<Reply> cache) {
        this.cache = cache;
        this.identity = new Identity(catalogue.name(), catalogue.title(), "1", catalogue.instructions());
        this.target = target;
        this.answers = new Answers(catalogue.name(), AnswerLimits.DEFAULT, Redactor.common());
        this.offer = new Offer(
                catalogue.operations().stream().map(this::tool).toList(),
                List.of(),
                List.of(),
                List.of(answers.large()));
    }

    @Override
    public Identity identity() {
        return identity;
    }

    @Override
    public Offer offer() {
        return offer;
    }

    @Override
    public Health health() {
        return target.health();
    }

    @Override
    public void close() {
        cache.close();
    }

    /** The arguments by which a caller says how he wants the answer of such an operation. */
    public static ObjectNode own(Shape shape) {
        return switch (shape) {
            case Shape.Items items -> LISTING;
            case Shape.One one -> LOOK;
            case Shape.Words words -> JsonSchema.NOTHING.tree();
        };
    }

    private Tool tool(Operation operation) {
        Operation.Label label = operation.label();
        return new Tool(
                label.name(),
                label.title(),
                label.description(),
                operation.hints(),
                Tool.TaskUse.NONE,
                input(operation),
                output(operation.shape()),
                (arguments, call) -> answer(operation, arguments, call));
    }

    private static JsonSchema output(Shape shape) {
        return switch (shape) {
            case Shape.Items items -> JsonSchema.of(Listed.class);
            case Shape.One one -> JsonSchema.OBJECT;
            case Shape.Words words -> JsonSchema.of(Text.class);
        };
    }

    private static JsonSchema input(Operation operation) {
        ObjectNode schema = operation.input().tree().deepCopy();
        ObjectNode properties = schema.withObject("/properties");
        own(operation.shape())
                .path("properties")
                .properties()
                .forEach(own -> properties.set(operation.label().prefix() + own.getKey(), own.getValue()));
        return JsonSchema.of(schema);
    }

    private Tool.Outcome answer(Operation operation, ObjectNode arguments, Call call) {
        return switch (operation.shape()) {
            case Shape.Items items -> {
                Listing wanted = Records.read(own(operation, arguments), Listing.class);
                Pages pages = new Pages(page -> page(operation, arguments, page, call), items, target::isOperators);
                Source source = items.paging().kind() == Shape.Paging.Kind.LINK
                        ? new SealedPages(pages, listOf(operation, arguments), call)
                        : pages;
                yield answers.list(arguments, wanted, items.noun(), source);
            }
            case Shape.One one -> one(one, operation, arguments, call);
            case Shape.Words words ->
                words(operation, ask(operation, Asking.of(operation, arguments, Map.of()), call), call);
        };
    }

    /** What is listed: of all arguments but those that say how, and of what they are asked. */
    private String listOf(Operation operation, ObjectNode arguments) {
        ObjectNode what = arguments.deepCopy();
        own(operation.shape())
                .path("properties")
                .propertyNames()
                .forEach(own -> what.remove(operation.label().prefix() + own));
        return JsonCodec.text(JsonNodeFactory.instance
                .arrayNode()
                .add("list")
                .add(target.toString())
                .add(operation.label().name())
                .add(what));
    }

    private ToolResult one(Shape.One shape, Operation operation, ObjectNode arguments, Call call) {
        Reply reply = ask(operation, Asking.of(operation, arguments, Map.of()), call);
        String type = reply.headers().first("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (reply.body().length == 0 || !(type.contains("json") || type.isEmpty())) {
            return words(operation, reply, call);
        }
        JsonNode found = Pages.find(shape.find(), target.json(reply));
        ObjectNode full = found instanceof ObjectNode object ? object : wrapped(found);
        ObjectNode summary = shape.look().summaryOf(full);
        String name = shape.look().name() == null
                ? operation.label().name()
                : shape.look().nameOf(full, summary);
        return answers.one(Records.read(own(operation, arguments), Look.class), new Item(name, summary, full), call);
    }

    private static ObjectNode wrapped(JsonNode found) {
        ObjectNode full = JsonNodeFactory.instance.objectNode();
        if (found instanceof ArrayNode array) {
            return full.put("count", array.size()).set("items", array);
        }
        return full.set("value", found);
    }

    private ToolResult words(Operation operation, Reply reply, Call call) {
        String type = reply.headers().first("Content-Type").orElse("text/plain");
        String kind = type.toLowerCase(Locale.ROOT);
        if (reply.body().length == 0) {
            return told(ToolResult.text("Done; the service answered " + reply.status() + " without a text"));
        }
        if (kind.startsWith("text/") || kind.contains("json") || kind.contains("xml") || kind.contains("yaml")) {
            String text = new String(reply.body(), StandardCharsets.UTF_8);
            return told(answers.text(operation.label().name(), text, Answers.Cut.END, call));
        }
        return told(ToolResult.text("The service answered " + reply.body().length + " bytes of " + PlainText.echo(type)
                + ", which are not told"));
    }

    /** The same, with its text for programs, too. */
    private static ToolResult told(ToolResult told) {
        String text = told.content().getFirst() instanceof Content.Text words ? words.text() : "";
        return new ToolResult(told.content(), Records.write(new Text(text)), told.failed());
    }

    private Pages.Answer page(
            Operation operation, ObjectNode arguments, Map<String, List<String>> parameters, Call call) {
        Ask ask = Asking.of(operation, arguments, parameters);
        Reply reply = ask(operation, ask, call);
        return new Pages.Answer(target.json(reply), reply.headers(), ask);
    }

    private Reply ask(Operation operation, Ask ask, Call call) {
        call.cancellation().check();
        if (operation.ttl().isZero() || !ask.method().equals("GET")) {
            return target.ask(ask, call);
        }
        Question question = target.question(ask.path() + "?" + ask.query() + "\n" + ask.headersText(), call);
        return cache.get(ANSWERS, question, operation.ttl(), call.cancellation(), () -> target.ask(ask, call));
    }

    /** What the caller said of how he wants the answer. */
    private static ObjectNode own(Operation operation, ObjectNode arguments) {
        ObjectNode own = JsonNodeFactory.instance.objectNode();
        own(operation.shape()).path("properties").propertyNames().forEach(name -> {
            JsonNode value = arguments.get(operation.label().prefix() + name);
            if (value != null) {
                own.set(name, value);
            }
        });
        return own;
    }
}
