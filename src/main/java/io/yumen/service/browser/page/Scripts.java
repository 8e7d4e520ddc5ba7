package io.yumen.service.browser.page;

import io.yumen.protocol.PlainText;
import io.yumen.service.ToolFailure;
import io.yumen.service.browser.cdp.CdpException;
import io.yumen.service.browser.wire.Wire;
import io.yumen.service.browser.wire.WireException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Code that runs in a page. */
public final class Scripts {
    private static final int LONGEST_FAULT = 2_000;

    /** The browser itself stops what takes too long, and says so a little later. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private Scripts() {}

    /**
     * What a function returns, as JSON; what JSON does not know becomes null.
     *
     * @param function the code of a function
     * @param uids the elements that it is given
     * @return its JSON; null where a dialog stopped it
     */
    public static @Nullable String run(Tab tab, String function, List<String> uids, Duration longest) {
        tab.requireUsable();
        List<Element> elements =
                uids.stream().map(uid -> Element.find(tab, uid)).toList();
        if (elements.stream().map(element -> element.frame().id()).distinct().count() > 1) {
            throw new ToolFailure(
                    "The elements are in different frames, which see nothing of each other: name those of one");
        }
        JsonNode answer = Doing.untilDialog(
                tab,
                () -> elements.isEmpty() ? run(tab, function, longest) : run(function, elements, longest),
                longest.plus(GRACE).plus(GRACE));
        return answer == null ? null : text(answer);
    }

    private static JsonNode run(Tab tab, String function, Duration longest) {
        ObjectNode params = Wire.params()
                .put("expression", "(async () => JSON.stringify(await (" + function + "\n)()))()")
                .put("timeout", longest.toMillis());
        return call(tab.wire(), "Runtime.evaluate", params, longest);
    }

    private static JsonNode run(String function, List<Element> elements, Duration longest) {
        ObjectNode params = Wire.params()
                .put("objectId", elements.getFirst().object())
                .put(
                        "functionDeclaration",
                        "async function(...elements) { return JSON.stringify(await (" + function
                                + "\n)(...elements)); }");
        ArrayNode arguments = params.putArray("arguments");
        elements.forEach(element -> arguments.addObject().put("objectId", element.object()));
        return call(elements.getFirst().frame().wire(), "Runtime.callFunctionOn", params, longest);
    }

    /** Stops a script that takes too long, where the browser has not done that itself. */
    private static JsonNode call(Wire wire, String method, ObjectNode params, Duration longest) {
        params.put("awaitPromise", true).put("returnByValue", true).put("userGesture", true);
        long deadline = System.nanoTime() + longest.toNanos();
        try {
            return wire.call(method, params, longest.plus(GRACE));
        } catch (WireException fault) {
            if (System.nanoTime() < deadline) {
                throw fault;
            }
            if (fault.kind() == CdpException.Kind.DEADLINE) {
                wire.call("Runtime.terminateExecution");
            }
            throw new ToolFailure("The script did not end within " + longest.toMillis() + " ms, and was stopped");
        }
    }

    private static String text(JsonNode answer) {
        JsonNode fault = answer.path("exceptionDetails");
        if (fault.isMissingNode()) {
            return answer.path("result").path("value").asString("null");
        }
        String said = PlainText.lines(fault.path("exception")
                .path("description")
                .asString(fault.path("exception")
                        .path("value")
                        .asString(fault.path("text").asString("unknown"))));
        throw new ToolFailure("The script failed: "
                + (said.length() > LONGEST_FAULT ? said.substring(0, LONGEST_FAULT) + "..." : said));
    }
}
