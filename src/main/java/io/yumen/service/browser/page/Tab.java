package io.yumen.service.browser.page;

import io.yumen.protocol.PlainText;
import io.yumen.service.ToolFailure;
import io.yumen.service.browser.page.Standing.Progress;
import io.yumen.service.browser.snapshot.Uids;
import io.yumen.service.browser.wire.ConsoleLog;
import io.yumen.service.browser.wire.NetworkLog;
import io.yumen.service.browser.wire.Wire;
import io.yumen.service.browser.wire.WireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A tab that a session has: what is known of it, and the way to what it shows. Safe for many threads. */
public final class Tab {
    private static final Logger log = LoggerFactory.getLogger(Tab.class);

    private final int number;
    private final String target;
    private final String context;
    private final Wire main;
    private final PageLimits limits;
    private final Signal signal = new Signal();
    private final AtomicReference<Standing> standing;
    private final AtomicReference<@Nullable OpenDialog> dialog = new AtomicReference<>();
    private final AtomicReference<@Nullable String> refused = new AtomicReference<>();
    private final AtomicReference<@Nullable JsonNode> drag = new AtomicReference<>();

    /** What processes of their own show, by the frame. */
    private final Map<String, Wire> inner = new ConcurrentHashMap<>();

    private final Map<String, String> innerSessions = new ConcurrentHashMap<>();
    private final Attach attach;
    private final Turns turns;
    private final Uids uids;
    private final ConsoleLog console;
    private final NetworkLog network;

    /** What pages are told that do not want to be left; null while the model is asked. */
    private volatile @Nullable Answer leaving;

    private volatile String title = "";

    /** Reaches what a tab is made of. */
    interface Attach {
        /** The tab itself. */
        Wire to(String target);

        /** What the browser has opened a session with by itself; null where it is gone. */
        @Nullable
        Wire session(String id);
    }

    private record OpenDialog(Dialog dialog, Wire wire) {}

    Tab(Place place, Attach attach, PageLimits limits) {
        this.number = place.number();
        this.target = place.target();
        this.context = place.context();
        this.attach = attach;
        this.limits = limits;
        this.standing = new AtomicReference<>(Standing.of(target));
        this.turns = new Turns(limits.queue(), limits.navigation());
        this.uids = new Uids(limits.names());
        this.console = new ConsoleLog(limits.messages(), this::visit);
        this.network = new NetworkLog(limits.requests(), this::visit, frame -> frame.equals(now().frame()));
        this.main = attach.to(target);
    }

    /**
     * Where a tab is.
     *
     * @param number its number in the session
     * @param target the browser's name of it
     * @param context in which of the browser's contexts
     */
    record Place(int number, String target, String context) {}

    /** Its number, which no other tab of the session ever has. */
    public int number() {
        return number;
    }

    public String url() {
        return now().url();
    }

    /** Its title, as it was when the tabs of the session were looked at last. */
    public String title() {
        return title;
    }

    void titled(String now) {
        title = PlainText.echo(now);
    }

    /** The number of its document now. */
    public int visit() {
        return now().visit();
    }

    public ConsoleLog console() {
        return console;
    }

    public NetworkLog network() {
        return network;
    }

    /** The names of its elements. */
    public Uids uids() {
        return uids;
    }

    public PageLimits limits() {
        return limits;
    }

    /** Does work in it when its turn has come. */
    public <T> T inTurn(Supplier<T> work) {
        return turns.take(() -> {
            requireUsable();
            return work.get();
        });
    }

    /** The dialog that stops it. */
    public Optional<Dialog> dialog() {
        OpenDialog open = dialog.get();
        return open == null ? Optional.empty() : Optional.of(open.dialog());
    }

    /** Why it may not be where it wanted to go, since that was asked for last. */
    public Optional<String> takeRefusal() {
        return Optional.ofNullable(refused.getAndSet(null));
    }

    String target() {
        return target;
    }

    String context() {
        return context;
    }

    Wire wire() {
        return main;
    }

    Standing now() {
        return standing.get();
    }

    Signal signal() {
        return signal;
    }

    /** Begins to listen, and lets the browser tell. */
    void start() {
        main.on(
                "Page.frameNavigated",
                event -> navigated(event.path("frame"), event.path("type").asString("")));
        main.on("Page.navigatedWithinDocument", this::moved);
        main.on("Page.lifecycleEvent", this::progressed);
        main.on(
                "Page.frameStartedLoading",
                event -> loading(event.path("frameId").asString("")));
        main.on(
                "Page.frameStoppedLoading",
                event -> stopped(event.path("frameId").asString("")));
        main.on("Inspector.targetCrashed", event -> ended("has crashed; close it with close_page and open another"));
        main.on("Input.dragIntercepted", event -> {
            drag.set(event.path("data"));
            signal.happened();
        });
        listen(main);
        main.call("Inspector.enable");
        console.listen(main);
        network.listen(main);
        enable(main);
        main.call("Page.setLifecycleEventsEnabled", Wire.params().put("enabled", true));
        main.call("Page.setInterceptFileChooserDialog", Wire.params().put("enabled", true));
        main.call("Emulation.setFocusEmulationEnabled", Wire.params().put("enabled", true));
        JsonNode tree = main.call("Page.getFrameTree").path("frameTree").path("frame");
        standing.updateAndGet(known -> known.visit() == 0 ? known.navigated(tree, Progress.LOADED) : known);
        requireAllowed(url());
    }

    private void listen(Wire wire) {
        wire.on("Page.javascriptDialogOpening", event -> opened(event, wire));
        wire.on("Page.javascriptDialogClosed", event -> {
            dialog.set(null);
            signal.happened();
        });
        wire.onApart("Target.attachedToTarget", this::attached);
        wire.on("Target.detachedFromTarget", event -> {
            String gone = innerSessions.remove(event.path("sessionId").asString(""));
            if (gone != null) {
                inner.remove(gone);
            }
        });
        wire.onApart("Fetch.requestPaused", event -> paused(event, wire));
    }

    private static void enable(Wire wire) {
        wire.call("Page.enable");
        wire.call("Runtime.enable");
        wire.call("Log.enable");
        wire.call("Network.enable");
        ObjectNode watch = Wire.params();
        ArrayNode patterns = watch.putArray("patterns");
        patterns.addObject().put("resourceType", "Document");
        UrlPolicy.WATCHED.forEach(pattern -> patterns.addObject().put("urlPattern", pattern));
        wire.call("Fetch.enable", watch);
        wire.call(
                "Target.setAutoAttach",
                Wire.params()
                        .put("autoAttach", true)
                        .put("waitForDebuggerOnStart", false)
                        .put("flatten", true));
    }

    /** A frame that another process shows. */
    private void attached(JsonNode event) {
        JsonNode info = event.path("targetInfo");
        if (!info.path("type").asString("").equals("iframe")) {
            return;
        }
        String frame = info.path("targetId").asString("");
        String session = event.path("sessionId").asString("");
        try {
            Wire wire = attach.session(session);
            if (wire == null) {
                return;
            }
            listen(wire);
            console.listen(wire);
            network.listen(wire);
            enable(wire);
            innerSessions.put(session, frame);
            inner.put(frame, wire);
            signal.happened();
        } catch (WireException gone) {
            log.atDebug().setCause(gone).log("A frame is gone before it was reached");
        }
    }

    /** A request that waits for leave to go on. */
    private void paused(JsonNode event, Wire wire) {
        String url = event.path("request").path("url").asString("");
        boolean isTop = event.path("resourceType").asString("").equals("Document")
                && event.path("frameId").asString("").equals(now().frame());
        Optional<String> refusal = isTop ? UrlPolicy.refusal(url) : UrlPolicy.refusalWithin(url);
        ObjectNode answer =
                Wire.params().put("requestId", event.path("requestId").asString(""));
        refusal.ifPresent(refused::set);
        try {
            if (refusal.isPresent()) {
                wire.call("Fetch.failRequest", answer.put("errorReason", "BlockedByClient"));
            } else {
                wire.call("Fetch.continueRequest", answer);
            }
        } catch (WireException gone) {
            log.atDebug().setCause(gone).log("A request is gone before it was answered");
        }
    }

    private void navigated(JsonNode frame, String type) {
        if (!frame.path("parentId").asString("").isEmpty()) {
            return;
        }
        boolean isRestored = type.equals("BackForwardCacheRestore");
        change(known -> known.navigated(frame, isRestored ? Progress.LOADED : Progress.LOADING));
        requireAllowed(frame.path("url").asString(""));
    }

    /** Leads the tab away from where it may not be: somebody else may have led it there. */
    private void requireAllowed(String url) {
        boolean isFault = url.isEmpty() || url.startsWith("chrome-error:");
        Optional<String> refusal = isFault ? Optional.empty() : UrlPolicy.refusal(url);
        refusal.ifPresent(why -> {
            refused.set(why);
            Thread.ofVirtual().name("browser-leave").start(this::leave);
        });
    }

    private void leave() {
        try {
            main.call("Page.navigate", Wire.params().put("url", "about:blank"));
        } catch (WireException gone) {
            log.atDebug().setCause(gone).log("A tab is gone before it was led away");
        }
    }

    private void moved(JsonNode event) {
        if (event.path("frameId").asString("").equals(now().frame())) {
            change(known -> known.moved(event.path("url").asString(known.url())));
        }
    }

    private void loading(String frame) {
        if (frame.equals(now().frame())) {
            change(known -> known.with(Progress.LOADING));
        }
    }

    private void stopped(String frame) {
        if (frame.equals(now().frame())) {
            change(known -> known.with(Progress.LOADED));
        }
    }

    private void progressed(JsonNode event) {
        if (!event.path("frameId").asString("").equals(now().frame())) {
            return;
        }
        switch (event.path("name").asString("")) {
            case "DOMContentLoaded" -> change(known -> known.with(Progress.READ));
            case "load" -> change(known -> known.with(Progress.LOADED));
            default -> {}
        }
    }

    private void opened(JsonNode event, Wire wire) {
        Dialog open = Dialog.read(event);
        Answer answer = leaving;
        if (open.kind().equals("beforeunload") && answer != null) {
            Thread.ofVirtual().name("browser-leave").start(() -> answer(wire, answer, null));
            return;
        }
        dialog.set(new OpenDialog(open, wire));
        signal.happened();
    }

    /** Answers questions of pages that do not want to be left, until that ends. */
    void leaving(@Nullable Answer answer) {
        leaving = answer;
    }

    /** Answers the dialog that is open. */
    public Dialog answerDialog(Answer answer, @Nullable String text) {
        OpenDialog open = dialog.getAndSet(null);
        if (open == null) {
            throw new ToolFailure("No dialog is open on page " + number);
        }
        answer(open.wire(), answer, text);
        return open.dialog();
    }

    /** What can be said to a dialog. */
    public enum Answer {
        ACCEPT,
        DISMISS
    }

    private static void answer(Wire wire, Answer answer, @Nullable String text) {
        ObjectNode params = Wire.params().put("accept", answer == Answer.ACCEPT);
        if (text != null) {
            params.put("promptText", text);
        }
        wire.call("Page.handleJavaScriptDialog", params);
    }

    /** What is dragged, once the browser has told. */
    Optional<JsonNode> takeDrag() {
        return Optional.ofNullable(drag.getAndSet(null));
    }

    boolean isDragging() {
        return drag.get() != null;
    }

    /** It is of no more use. */
    void ended(String why) {
        change(known -> known.ended(why));
    }

    /** What is wrong with it, as in {@code has crashed}; empty where it is of use. */
    public Optional<String> end() {
        return Optional.ofNullable(now().end());
    }

    /**
     * Makes sure that something can be done in it.
     *
     * @throws ToolFailure where it has crashed or waits for a dialog
     */
    public void requireUsable() {
        end().ifPresent(why -> {
            throw new ToolFailure("Page " + number + " " + why);
        });
        dialog().ifPresent(open -> {
            throw new ToolFailure("dialog", open.told(), Duration.ZERO);
        });
    }

    /** Its frames, each after the one that it is in. */
    List<Frame> frames() {
        List<Frame> frames = new ArrayList<>();
        add(main.call("Page.getFrameTree").path("frameTree"), main, null, frames);
        List<Map.Entry<String, Wire>> left = new ArrayList<>(inner.entrySet());
        boolean isMore = true;
        while (isMore) {
            isMore = left.removeIf(entry -> join(entry.getValue(), frames));
        }
        return List.copyOf(frames);
    }

    /** Adds the frames that another process shows, once the frame that they are in is known. */
    private static boolean join(Wire wire, List<Frame> frames) {
        try {
            JsonNode tree = wire.call("Page.getFrameTree").path("frameTree");
            String parent = tree.path("frame").path("parentId").asString("");
            Optional<Frame> within =
                    frames.stream().filter(frame -> frame.id().equals(parent)).findFirst();
            within.ifPresent(frame -> add(tree, wire, frame, frames));
            return within.isPresent();
        } catch (WireException gone) {
            return false;
        }
    }

    private static void add(JsonNode tree, Wire wire, @Nullable Frame parent, List<Frame> frames) {
        JsonNode told = tree.path("frame");
        Frame frame = new Frame(
                told.path("id").asString(""),
                told.path("loaderId").asString(""),
                told.path("url").asString(""),
                wire,
                parent);
        frames.add(frame);
        tree.path("childFrames").forEach(child -> add(child, wire, frame, frames));
    }

    private void change(UnaryOperator<Standing> change) {
        standing.updateAndGet(change);
        signal.happened();
    }
}
