package io.yumen.service.everything;

import io.yumen.exchange.InputRequest;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.UriTemplate;
import io.yumen.service.Call;
import io.yumen.service.Completer;
import io.yumen.service.InputRequired;
import io.yumen.service.Resource;
import io.yumen.service.ResourceContents;
import io.yumen.service.ResourceTemplate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.node.JsonNodeFactory;

/** The resources: texts, bytes, one that changes, one that asks first, and a family of them. */
final class Library {
    static final String STATIC_TEXT = "test://static-text";
    static final String WATCHED = "test://watched-resource";

    private final AtomicInteger changes = new AtomicInteger();

    /** Changes the watched resource; the number of its changes so far. */
    int change() {
        return changes.incrementAndGet();
    }

    List<Resource> resources() {
        return List.of(
                text(
                        STATIC_TEXT,
                        "static-text",
                        "A text that never changes",
                        "This is the content of the static text resource."),
                new Resource(
                        "test://static-binary",
                        "static-binary",
                        "A picture",
                        Samples.PNG_TYPE,
                        (uri, variables, call) ->
                                Resource.Reading.of(new ResourceContents.Blob(uri, Samples.PNG_TYPE, Samples.PNG))),
                new Resource(
                        WATCHED,
                        "watched-resource",
                        "A text that touch_resource changes",
                        "text/plain",
                        (uri, variables, call) -> Resource.Reading.of(
                                ResourceContents.text(uri, "text/plain", "Changed " + changes.get() + " times"))),
                text(
                        "test://embedded-resource",
                        "embedded-resource",
                        "What test_embedded_resource embeds",
                        "This is an embedded resource content."),
                text(
                        "test://example-resource",
                        "example-resource",
                        "An example for prompts",
                        "Embedded resource content for testing."),
                new Resource(
                        "test://mixed-content-resource",
                        "mixed-content-resource",
                        "A piece of JSON",
                        "application/json",
                        (uri, variables, call) -> Resource.Reading.of(
                                ResourceContents.text(uri, "application/json", "{\"test\":\"data\",\"value\":123}"))),
                new Resource(
                        "test://personal-greeting",
                        "personal-greeting",
                        "A text that asks for a name first",
                        "text/plain",
                        Library::greet));
    }

    List<ResourceTemplate> templates() {
        return List.of(new ResourceTemplate(
                new UriTemplate("test://template/{id}/data"),
                "template-data",
                "Data of an id of your choice",
                "application/json",
                (uri, variables, call) -> Resource.Reading.of(
                        ResourceContents.text(uri, "application/json", data(variables.getOrDefault("id", "")))),
                Map.of("id", Completer.of("123", "124", "200", "301"))));
    }

    private static String data(String id) {
        return JsonCodec.text(JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("templateTest", true)
                .put("data", "Data for ID: " + id));
    }

    private static Resource text(String uri, String name, String description, String text) {
        return new Resource(
                uri,
                name,
                description,
                "text/plain",
                (read, variables, call) -> Resource.Reading.of(ResourceContents.text(read, "text/plain", text)));
    }

    private static Resource.Outcome greet(String uri, Map<String, String> variables, Call call) {
        Optional<String> name = RetryTools.name(call);
        InputRequest question = Questions.text("What is your name?", "name");
        return name.isPresent()
                ? Resource.Reading.of(ResourceContents.text(uri, "text/plain", "Hello, " + name.get() + "!"))
                : InputRequired.of("user_name", question);
    }
}
