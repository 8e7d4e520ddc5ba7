package io.yumen.service.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.exchange.ClientKey;
import io.yumen.service.host.Asker;
import io.yumen.service.host.ServiceHandler;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A client's session that calls the tools of a browser. */
final class Visitor {
    private final Asker asker;

    Visitor(ServiceHandler service, String session) {
        this.asker = new Asker(service).within(new ClientKey.Session(session));
    }

    /** The whole answer. */
    ObjectNode call(String tool, String arguments) {
        return asker.call(tool, arguments.replace('\'', '"'));
    }

    /** The same from a thread of its own. */
    CompletableFuture<ObjectNode> later(String tool, String arguments) {
        return asker.later(
                "tools/call", "{\"name\": \"" + tool + "\", \"arguments\": " + arguments.replace('\'', '"') + "}");
    }

    /** What a tool that works tells a model. */
    String text(String tool, String arguments) {
        JsonNode answer = call(tool, arguments);
        String text = answer.path("content").path(0).path("text").asString("");
        assertThat(answer.path("isError").asBoolean(false)).as(text).isFalse();
        return text;
    }

    /** What a tool that fails tells a model. */
    String failure(String tool, String arguments) {
        JsonNode answer = call(tool, arguments);
        String text = answer.path("content").path(0).path("text").asString("");
        assertThat(answer.path("isError").asBoolean(false)).as(text).isTrue();
        return text;
    }

    /** Opens a page. */
    void open(String url) {
        text("new_page", "{'url': '" + url + "'}");
    }

    String snapshot() {
        return text("take_snapshot", "{}");
    }

    /** The uid of the first element whose line has that, as in {@code button "Send"}. */
    String uid(String line) {
        String snapshot = snapshot();
        Matcher found = Pattern.compile("uid=(\\S+) " + Pattern.quote(line)).matcher(snapshot);
        assertThat(found.find()).as("%s in %s", line, snapshot).isTrue();
        return found.group(1);
    }

    /** Calls a tool on an element. */
    String on(String tool, String line) {
        return text(tool, "{'uid': '" + uid(line) + "'}");
    }

    /** Reads a resource. */
    String read(String uri) {
        return asker.send("resources/read", "{\"uri\": \"" + uri + "\"}")
                .path("contents")
                .path(0)
                .path("text")
                .asString("");
    }
}
