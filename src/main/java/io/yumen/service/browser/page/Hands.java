package io.yumen.service.browser.page;

import io.yumen.service.browser.page.Keys.Chord;
import io.yumen.service.browser.wire.Wire;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a user does with the mouse and the keyboard. */
public final class Hands {
    private static final int STEPS = 5;

    /** A page that lets something be dragged shows so within that time. */
    private static final Duration GRASP = Duration.ofMillis(300);

    private Hands() {}

    /** How often a mouse is pressed. */
    public enum Press {
        ONCE(1),
        TWICE(2);

        private final int times;

        Press(int times) {
            this.times = times;
        }
    }

    /** Clicks on an element. */
    public static void click(Tab tab, String uid, Press press) {
        Element element = Element.find(tab, uid);
        Doing.act(tab, () -> click(tab, element, press));
    }

    static void click(Tab tab, Element element, Press press) {
        Point at = element.middle();
        mouse(tab, "mouseMoved", at, 0);
        for (int time = 1; time <= press.times; time++) {
            mouse(tab, "mousePressed", at, time);
            mouse(tab, "mouseReleased", at, time);
        }
    }

    /** Puts the mouse over an element. */
    public static void hover(Tab tab, String uid) {
        Element element = Element.find(tab, uid);
        Doing.act(tab, () -> mouse(tab, "mouseMoved", element.middle(), 0));
    }

    /** Takes an element to another. */
    public static void drag(Tab tab, String from, String to) {
        Element what = Element.find(tab, from);
        Element where = Element.find(tab, to);
        Doing.act(tab, () -> drag(tab, what, where));
    }

    private static void drag(Tab tab, Element what, Element where) {
        tab.takeDrag();
        tab.wire().call("Input.setInterceptDrags", Wire.params().put("enabled", true));
        try {
            Point from = what.middle();
            mouse(tab, "mouseMoved", from, 0);
            mouse(tab, "mousePressed", from, 1);
            mouse(tab, "mouseMoved", from.plus(new Point(3, 3)), 1);
            mouse(tab, "mouseMoved", from.plus(new Point(8, 8)), 1);
            tab.signal().await(tab::isDragging, GRASP);
            Point to = where.middle();
            tab.takeDrag().ifPresentOrElse(data -> drop(tab, to, data), () -> move(tab, from, to));
            mouse(tab, "mouseReleased", to, 1);
        } finally {
            tab.wire().call("Input.setInterceptDrags", Wire.params().put("enabled", false));
        }
    }

    private static void drop(Tab tab, Point to, JsonNode data) {
        for (String type : new String[] {"dragEnter", "dragOver", "drop"}) {
            ObjectNode event = Wire.params().put("type", type).put("x", to.x()).put("y", to.y());
            event.set("data", data);
            tab.wire().call("Input.dispatchDragEvent", event);
        }
    }

    private static void move(Tab tab, Point from, Point to) {
        for (int step = 1; step <= STEPS; step++) {
            mouse(tab, "mouseMoved", from.towards(to, (double) step / STEPS), 1);
        }
    }

    private static void mouse(Tab tab, String type, Point at, int clicks) {
        ObjectNode event = Wire.params()
                .put("type", type)
                .put("x", at.x())
                .put("y", at.y())
                .put("button", clicks == 0 ? "none" : "left")
                .put("buttons", clicks == 0 || type.equals("mouseReleased") ? 0 : 1)
                .put("clickCount", type.equals("mouseMoved") ? 0 : clicks);
        tab.wire().call("Input.dispatchMouseEvent", event);
    }

    /**
     * Types into what has the focus.
     *
     * @param submit the key that follows, in words; empty for none
     */
    public static void type(Tab tab, String text, String submit) {
        Chord last = submit.isEmpty() ? null : Keys.chord(submit);
        Doing.act(tab, () -> {
            text.codePoints().forEach(character -> type(tab, character));
            if (last != null) {
                press(tab, last);
            }
        });
    }

    private static void type(Tab tab, int character) {
        int written = character == '\n' ? '\r' : character;
        if (written == '\r' || written == '\t') {
            press(tab, Keys.chord(written == '\r' ? "Enter" : "Tab"));
            return;
        }
        Keys.writing(written)
                .ifPresentOrElse(
                        key -> stroke(tab, key, 0),
                        () -> tab.wire()
                                .call("Input.insertText", Wire.params().put("text", Character.toString(written))));
    }

    /** Presses keys together, as in {@code Control+A}. */
    public static void press(Tab tab, String keys) {
        Chord chord = Keys.chord(keys);
        Doing.act(tab, () -> press(tab, chord));
    }

    static void press(Tab tab, Chord chord) {
        int held = 0;
        for (Keys.Key key : chord.modifiers()) {
            held |= Keys.bit(key);
            key(tab, "rawKeyDown", key, held);
        }
        stroke(tab, chord.key(), held);
        for (Keys.Key key : chord.modifiers().reversed()) {
            held &= ~Keys.bit(key);
            key(tab, "keyUp", key, held);
        }
    }

    private static void stroke(Tab tab, Keys.Key key, int held) {
        boolean writes = !key.text().isEmpty() && (held & ~Keys.SHIFT) == 0;
        key(tab, writes ? "keyDown" : "rawKeyDown", key, held);
        key(tab, "keyUp", key, held);
    }

    private static void key(Tab tab, String type, Keys.Key key, int held) {
        ObjectNode event = Wire.params()
                .put("type", type)
                .put("key", key.key())
                .put("code", key.code())
                .put("windowsVirtualKeyCode", key.number())
                .put("modifiers", held);
        if (type.equals("keyDown")) {
            event.put("text", key.text()).put("unmodifiedText", key.text());
        }
        tab.wire().call("Input.dispatchKeyEvent", event);
    }
}
