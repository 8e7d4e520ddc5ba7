package io.yumen.service.browser.wire;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.PlainText;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What the documents of a tab have said to the console. Safe for many threads. */
public final class ConsoleLog {
    private static final int LONGEST = 4_000;

    private final Recent<ConsoleMessage> messages;
    private final IntSupplier visit;

    /** @param visit the number of the tab's document now */
    public ConsoleLog(int most, IntSupplier visit) {
        this.messages = new Recent<>(most);
        this.visit = visit;
    }

    /** Hears what a target says. */
    public void listen(Wire wire) {
        wire.on("Runtime.consoleAPICalled", this::called);
        wire.on("Runtime.exceptionThrown", event -> thrown(event.path("exceptionDetails")));
        wire.on("Log.entryAdded", event -> logged(event.path("entry")));
    }

    /** All that are kept, oldest first. */
    public List<ConsoleMessage> all() {
        return messages.all();
    }

    public Optional<ConsoleMessage> find(int number) {
        return messages.find(number);
    }

    private void called(JsonNode event) {
        String type = event.path("type").asString("log");
        String text = event.path("args").valueStream().map(ConsoleLog::value).collect(Collectors.joining(" "));
        add(
                type.equals("warning") ? "warn" : type,
                text,
                event.path("stackTrace").path("callFrames").path(0));
    }

    private void thrown(JsonNode details) {
        String text = details.path("exception")
                .path("description")
                .asString(details.path("text").asString(""));
        JsonNode frame = details.path("stackTrace").path("callFrames").path(0);
        add("error", "Uncaught " + text, frame.isMissingNode() ? details : frame);
    }

    private void logged(JsonNode entry) {
        String level = entry.path("level").asString("info");
        add(level.equals("warning") ? "warn" : level, entry.path("text").asString(""), entry);
    }

    private void add(String type, String text, JsonNode where) {
        String shown = PlainText.lines(text);
        String cut = shown.length() > LONGEST ? shown.substring(0, LONGEST) + "..." : shown;
        String url = where.path("url").asString("");
        String place = url.isEmpty()
                ? ""
                : PlainText.echo(url) + ":" + (where.path("lineNumber").asInt(0) + 1);
        messages.add(number -> new ConsoleMessage(number, visit.getAsInt(), PlainText.echo(type), cut, place));
    }

    private static String value(JsonNode object) {
        JsonNode value = object.path("value");
        return value.isMissingNode()
                ? object.path("description").asString(object.path("type").asString(""))
                : value.asString(JsonCodec.text(value));
    }
}
