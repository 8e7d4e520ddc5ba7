package io.yumen.service.browser.page;

import io.yumen.service.ToolFailure;
import io.yumen.service.browser.wire.Wire;
import io.yumen.service.browser.wire.WireException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Words that a page shows. */
public final class Texts {
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** The first of the texts that the document shows, with what stands in shadow trees. */
    private static final String FIND = """
            function(texts) {
              const roots = [document];
              for (let i = 0; i < roots.length && i < 1000; i++) {
                const shown = roots[i] === document ? document.body?.innerText ?? '' : roots[i].textContent;
                const found = texts.find(t => shown.includes(t));
                if (found !== undefined) return found;
                for (const e of roots[i].querySelectorAll('*')) if (e.shadowRoot) roots.push(e.shadowRoot);
              }
              return null;
            }""";

    private Texts() {}

    /** Waits until a page shows one of those, and says which. */
    public static String await(Tab tab, List<String> texts, Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        while (true) {
            tab.requireUsable();
            for (Frame frame : tab.frames()) {
                Optional<String> found = find(frame, texts);
                if (found.isPresent()) {
                    return found.get();
                }
            }
            if (System.nanoTime() > deadline) {
                throw new ToolFailure("The page did not show " + String.join(" or ", texts) + " within "
                        + longest.toMillis() + " ms; see with take_snapshot what it shows");
            }
            tab.signal().await(() -> false, PAUSE);
        }
    }

    private static Optional<String> find(Frame frame, List<String> texts) {
        try {
            ObjectNode world = Wire.params().put("frameId", frame.id()).put("worldName", "yumen");
            int context = frame.wire()
                    .call("Page.createIsolatedWorld", world)
                    .path("executionContextId")
                    .asInt(0);
            ObjectNode params = Wire.params()
                    .put("functionDeclaration", FIND)
                    .put("executionContextId", context)
                    .put("returnByValue", true);
            ArrayNode wanted = JsonNodeFactory.instance.arrayNode();
            texts.forEach(wanted::add);
            params.putArray("arguments").addObject().set("value", wanted);
            String found = frame.wire()
                    .call("Runtime.callFunctionOn", params)
                    .path("result")
                    .path("value")
                    .asString("");
            return found.isEmpty() ? Optional.empty() : Optional.of(found);
        } catch (WireException gone) {
            return Optional.empty();
        }
    }
}
