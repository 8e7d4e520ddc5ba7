package io.yumen.service.browser.page;

import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;
import io.yumen.service.ToolFailure;
import io.yumen.service.browser.snapshot.Uids;
import io.yumen.service.browser.wire.Wire;
import io.yumen.service.browser.wire.WireException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An element of a tab that is to be used. For one thread. */
final class Element {
    /** How long it may take until it can be used. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration PAUSE = Duration.ofMillis(40);

    /** The element itself, or what a text stands in. */
    private static final String SELF = "function() { return this.nodeType === 1 ? this : this.parentElement; }";

    /** Where it can be met, or why it cannot be. */
    private static final String READY = """
            function() {
              const said = e => '<' + e.localName + (e.id ? ' id=' + e.id : '') + '>';
              if (!this.isConnected) return {why: 'gone'};
              if (this.matches(':disabled') || this.closest('[aria-disabled="true"]')) return {why: 'disabled'};
              const rects = [...this.getClientRects()].filter(r => r.width > 0 && r.height > 0);
              if (!rects.length || getComputedStyle(this).visibility !== 'visible') return {why: 'hidden'};
              const r = rects[0];
              const left = Math.max(r.left, 0), right = Math.min(r.right, innerWidth);
              const top = Math.max(r.top, 0), bottom = Math.min(r.bottom, innerHeight);
              if (right <= left || bottom <= top) return {why: 'outside'};
              const x = (left + right) / 2, y = (top + bottom) / 2;
              let hit = this.getRootNode().elementFromPoint(x, y);
              while (hit && hit.shadowRoot && hit !== this) {
                const inner = hit.shadowRoot.elementFromPoint(x, y);
                if (!inner || inner === hit) break;
                hit = inner;
              }
              for (let n = hit; n; n = n.assignedSlot || n.parentNode || n.host) if (n === this) return {x, y};
              if (hit && this.labels && [...this.labels].some(l => l.contains(hit))) return {x, y};
              return {why: 'covered', by: hit ? said(hit) : 'something else'};
            }""";

    private final Tab tab;
    private final String uid;
    private final Frame frame;
    private final String object;

    private Element(Tab tab, String uid, Frame frame, String object) {
        this.tab = tab;
        this.uid = uid;
        this.frame = frame;
        this.object = object;
    }

    /**
     * The element of that name.
     *
     * @throws ToolFailure where it is not there any more
     */
    static Element find(Tab tab, String uid) {
        Uids.Element named = tab.uids().find(uid).orElseThrow(() -> new ToolFailure(gone(uid, tab)));
        Optional<Frame> frame = tab.frames().stream()
                .filter(one -> one.loader().equals(named.loader()))
                .findFirst();
        return frame.map(one -> resolve(tab, uid, one, named.backend()))
                .orElseThrow(() -> new ToolFailure(gone(uid, tab)));
    }

    private static Element resolve(Tab tab, String uid, Frame frame, long backend) {
        try {
            JsonNode node = frame.wire()
                    .call("DOM.resolveNode", Wire.params().put("backendNodeId", backend))
                    .path("object");
            Element any = new Element(tab, uid, frame, node.path("objectId").asString(""));
            JsonNode self = any.invoke(SELF, Wire.params().putArray("arguments"), Returns.OBJECT);
            return new Element(tab, uid, frame, self.path("objectId").asString(any.object));
        } catch (WireException e) {
            throw new ToolFailure(gone(uid, tab));
        }
    }

    /** What is said of an element that is not there. */
    static String gone(String uid, Tab tab) {
        return "No element uid=" + PlainText.echo(uid) + " on page " + tab.number()
                + ": uids end when the page changes; take a new snapshot with take_snapshot";
    }

    String uid() {
        return uid;
    }

    Frame frame() {
        return frame;
    }

    /** The browser's name of it. */
    String object() {
        return object;
    }

    /** What that function of the element returns, as JSON. */
    JsonNode run(String function, Object... values) {
        ArrayNode arguments = Wire.params().putArray("arguments");
        for (Object value : values) {
            ObjectNode argument = arguments.addObject();
            switch (value) {
                case JsonNode tree -> argument.set("value", tree);
                default -> argument.put("value", String.valueOf(value));
            }
        }
        return invoke(function, arguments, Returns.VALUE).path("value");
    }

    private enum Returns {
        VALUE,
        OBJECT
    }

    private JsonNode invoke(String function, ArrayNode arguments, Returns what) {
        ObjectNode params = Wire.params()
                .put("objectId", object)
                .put("functionDeclaration", function)
                .put("returnByValue", what == Returns.VALUE)
                .put("userGesture", true)
                .put("awaitPromise", true);
        params.set("arguments", arguments);
        JsonNode answer = frame.wire().call("Runtime.callFunctionOn", params);
        if (answer.has("exceptionDetails")) {
            throw new ToolFailure(gone(uid, tab));
        }
        return answer.path("result");
    }

    /** Gives it the focus. */
    void focus() {
        frame.wire().call("DOM.focus", Wire.params().put("objectId", object));
    }

    /** Its middle in what the tab shows, once it can be met there: in view, at rest, enabled, and not covered. */
    Point middle() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Point last = null;
        while (true) {
            show();
            JsonNode ready = run(READY);
            Point found = ready.has("x") ? point(ready) : null;
            if (found != null && found.equals(last)) {
                return found;
            }
            if (System.nanoTime() > deadline) {
                throw new ToolFailure(hindrance(found, ready));
            }
            last = found;
            pause();
        }
    }

    /** Its box in what the tab shows: x, y, width, height. */
    JsonNode box() {
        show();
        JsonNode box = run("""
                function() {
                  const r = this.getBoundingClientRect();
                  return {x: r.x, y: r.y, width: r.width, height: r.height};
                }""");
        Point at = point(box);
        return Wire.params()
                .put("x", at.x())
                .put("y", at.y())
                .put("width", box.path("width").asDouble(0))
                .put("height", box.path("height").asDouble(0));
    }

    private void show() {
        try {
            frame.wire().call("DOM.scrollIntoViewIfNeeded", Wire.params().put("objectId", object));
        } catch (WireException hidden) {
            requireShown();
        }
    }

    private void requireShown() {
        if (run(READY).path("why").asString("").equals("gone")) {
            throw new ToolFailure(gone(uid, tab));
        }
    }

    private Point point(JsonNode told) {
        return new Point(told.path("x").asDouble(0), told.path("y").asDouble(0)).plus(offset(frame));
    }

    private String hindrance(@Nullable Point found, JsonNode ready) {
        String what = "The element uid=" + uid + " ";
        if (found != null) {
            return what + "keeps moving: try again when the page has come to rest";
        }
        return switch (ready.path("why").asString("")) {
            case "disabled" -> what + "is disabled: do first what enables it";
            case "hidden" -> what + "is not visible: do first what shows it, or take a new snapshot";
            case "covered" ->
                what + "is covered by " + PlainText.echo(ready.path("by").asString("something else"))
                        + ": close or move that first";
            case "gone" -> gone(uid, tab);
            default -> what + "cannot be brought into view";
        };
    }

    /** Where a frame begins in what the tab shows. */
    private static Point offset(Frame frame) {
        Point offset = new Point(0, 0);
        Frame at = frame;
        Frame parent = at.parent();
        while (parent != null) {
            offset = offset.plus(corner(parent, at));
            Frame root = parent;
            for (Frame up = root.parent(); up != null && up.wire().equals(root.wire()); up = root.parent()) {
                root = up;
            }
            at = root;
            parent = at.parent();
        }
        return offset;
    }

    /** Where the frame begins in what the process of its parent shows. */
    private static Point corner(Frame parent, Frame frame) {
        JsonNode owner = parent.wire().call("DOM.getFrameOwner", Wire.params().put("frameId", frame.id()));
        JsonNode content = parent.wire()
                .call(
                        "DOM.getBoxModel",
                        Wire.params()
                                .put(
                                        "backendNodeId",
                                        owner.path("backendNodeId").asLong(0)))
                .path("model")
                .path("content");
        return new Point(content.path(0).asDouble(0), content.path(1).asDouble(0));
    }

    private static void pause() {
        LockSupport.parkNanos(PAUSE.toNanos());
        if (Thread.currentThread().isInterrupted()) {
            throw RpcException.cancelled();
        }
    }
}
