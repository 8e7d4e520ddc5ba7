package io.yumen.service.browser.page;

import io.yumen.service.ToolFailure;
import io.yumen.service.browser.cdp.CdpBrowser;
import io.yumen.service.browser.cdp.CdpException;
import io.yumen.service.browser.cdp.Subscription;
import io.yumen.service.browser.wire.Wire;
import io.yumen.service.browser.wire.WireException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one client's session has of a browser: the tabs that it has opened, and those that these have opened. Other tabs are not
 * there for it. Closing it closes them. Safe for many threads.
 */
public final class Workspace implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Workspace.class);

    /** A tab that is being taken in is waited for so long; one that a dialog stops takes longer. */
    private static final Duration ARRIVAL = Duration.ofSeconds(3);

    private final CdpBrowser browser;
    private final Isolation isolation;
    private final PageLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Integer, Tab> tabs = new LinkedHashMap<>();

    /** All that it has ever had: what one of them opens is its own, too. */
    private final Set<String> targets = new LinkedHashSet<>();

    private final Map<String, String> contexts = new HashMap<>();
    private final List<Integer> lost;
    private final Signal signal = new Signal();
    private final Subscription created;

    /** Tabs that are being taken in. */
    private int arriving;

    private int last;
    private @Nullable Integer selected;
    private boolean closed;

    private Workspace(CdpBrowser browser, Isolation isolation, PageLimits limits, int last, List<Integer> lost) {
        this.browser = browser;
        this.isolation = isolation;
        this.limits = limits;
        this.last = last;
        this.lost = List.copyOf(lost);
        this.created = browser.root()
                .on(
                        "Target.targetCreated",
                        event -> Thread.ofVirtual().name("browser-tab").start(() -> takeIn(event.path("targetInfo"))));
    }

    /** One that has nothing yet. */
    public static Workspace in(CdpBrowser browser, Isolation isolation, PageLimits limits) {
        return new Workspace(browser, isolation, limits, 0, List.of()).listening();
    }

    /** One in place of this, whose connection to the browser was lost, with its tabs. No number is used again. */
    public Workspace again(CdpBrowser other) {
        List<Integer> gone = locked(
                () -> Stream.concat(lost.stream(), tabs.keySet().stream()).toList());
        List<Integer> newest = gone.subList(Math.max(0, gone.size() - limits.tabs()), gone.size());
        return new Workspace(other, isolation, limits, locked(() -> last), newest).listening();
    }

    private Workspace listening() {
        root().call("Target.setDiscoverTargets", Wire.params().put("discover", true));
        return this;
    }

    /** Whether its browser can still be reached. */
    public boolean isOpen() {
        return browser.isOpen();
    }

    /** Its tabs, in the order of their numbers. */
    public List<Tab> tabs() {
        refresh();
        return locked(() -> List.copyOf(tabs.values()));
    }

    /** The number of the tab that is meant where none is named. */
    public Optional<Integer> selected() {
        return Optional.ofNullable(locked(() -> selected));
    }

    /**
     * The tab of that number; the only one, or the one that was selected, where none is named.
     *
     * @throws ToolFailure where there is none, or it is not clear which
     */
    public Tab tab(@Nullable Integer number) {
        List<Tab> all = tabs();
        if (number != null) {
            return all.stream()
                    .filter(tab -> tab.number() == number)
                    .findFirst()
                    .orElseThrow(() -> new ToolFailure(
                            "No page found: " + number + lost(number) + "; list_pages says which you have"));
        }
        if (all.size() == 1) {
            return all.getFirst();
        }
        Integer chosen = locked(() -> selected);
        return all.stream()
                .filter(tab -> chosen != null && tab.number() == chosen)
                .findFirst()
                .orElseThrow(() -> new ToolFailure(
                        all.isEmpty()
                                ? "No page is open" + (lost.isEmpty() ? "" : lost(lost.getLast()))
                                        + ": open one with new_page"
                                : "Several pages are open: say which with pageId ("
                                        + all.stream()
                                                .map(tab -> String.valueOf(tab.number()))
                                                .collect(Collectors.joining(", "))
                                        + ")"));
    }

    private String lost(int number) {
        return lost.contains(number) ? " (it was lost with the connection to the browser)" : "";
    }

    /** From now on that tab is meant where none is named; where it is visible, it comes to the front. */
    public void select(Tab tab, Showing showing) {
        locked(() -> selected = tab.number());
        if (showing == Showing.FRONT) {
            tab.wire().call("Page.bringToFront");
        }
    }

    /** Whether a tab comes to the front. */
    public enum Showing {
        FRONT,
        BACKGROUND
    }

    /**
     * Opens a tab.
     *
     * @param context the name of a context of its own for it; empty for that of the session
     */
    public Tab open(String context, Showing showing) {
        int open = tabs().size();
        if (open >= limits.tabs()) {
            throw new ToolFailure("This session has " + open + " pages open already: close one with close_page");
        }
        ObjectNode params = Wire.params().put("url", "about:blank").put("background", showing == Showing.BACKGROUND);
        String id = context.isEmpty() && isolation == Isolation.SHARED ? "" : contextOf(context);
        if (!id.isEmpty()) {
            params.put("browserContextId", id);
        }
        String target =
                root().call("Target.createTarget", params).path("targetId").asString("");
        Tab tab = adopt(target, id);
        if (tab == null) {
            close(target);
            throw new ToolFailure("This session has ended");
        }
        return tab;
    }

    private String contextOf(String name) {
        String known = locked(() -> contexts.get(name));
        if (known != null) {
            return known;
        }
        String made = root().call("Target.createBrowserContext", Wire.params().put("disposeOnDetach", true))
                .path("browserContextId")
                .asString("");
        String kept = locked(() -> contexts.putIfAbsent(name, made));
        if (kept != null) {
            dispose(made);
            return kept;
        }
        return made;
    }

    /** Takes a tab in; null where it has been taken already, or there is no room. */
    private @Nullable Tab adopt(String target, String context) {
        Integer number = locked(() -> {
            if (closed || !targets.add(target)) {
                return null;
            }
            arriving++;
            return ++last;
        });
        if (number == null) {
            return null;
        }
        try {
            browser.own(target);
            Tab tab = new Tab(new Tab.Place(number, target, context), new Reach(), limits);
            tab.start();
            locked(() -> tabs.put(number, tab));
            return tab;
        } finally {
            locked(() -> arriving--);
            signal.happened();
        }
    }

    /** Looks which tabs have gone, and which have been opened by its own. */
    private void refresh() {
        JsonNode infos = root().call("Target.getTargets", Wire.params()).path("targetInfos");
        Set<String> there = infos.valueStream()
                .map(info -> info.path("targetId").asString(""))
                .collect(Collectors.toSet());
        locked(() -> tabs.values().removeIf(tab -> {
            boolean isGone = !there.contains(tab.target());
            if (isGone) {
                tab.ended("was closed");
            }
            return isGone;
        }));
        infos.forEach(this::takeIn);
        signal.await(() -> locked(() -> arriving == 0), ARRIVAL);
        infos.forEach(this::title);
    }

    private void title(JsonNode info) {
        String target = info.path("targetId").asString("");
        locked(() -> tabs.values().stream()
                        .filter(tab -> tab.target().equals(target))
                        .findFirst())
                .ifPresent(tab -> tab.titled(info.path("title").asString("")));
    }

    private boolean isOpenedByOwn(JsonNode info) {
        String opener = info.path("openerId").asString("");
        return info.path("type").asString("").equals("page")
                && locked(() -> targets.contains(opener)
                        && !targets.contains(info.path("targetId").asString(""))
                        && tabs.size() < limits.tabs());
    }

    /** Takes in what one of its own has opened. */
    private void takeIn(JsonNode info) {
        if (!isOpenedByOwn(info)) {
            return;
        }
        try {
            adopt(
                    info.path("targetId").asString(""),
                    info.path("browserContextId").asString(""));
        } catch (WireException gone) {
            log.atDebug().setCause(gone).log("A tab is gone before it was taken in");
        }
    }

    /** Closes a tab. */
    public void close(Tab tab) {
        close(tab.target());
        tab.ended("was closed");
        locked(() -> {
            tabs.remove(tab.number());
            if (selected != null && selected == tab.number()) {
                selected = null;
            }
            return true;
        });
    }

    private void close(String target) {
        root().call("Target.closeTarget", Wire.params().put("targetId", target));
    }

    /** Closes all that it has opened. Idempotent. */
    @Override
    public void close() {
        created.close();
        List<Tab> left = locked(() -> {
            closed = true;
            List<Tab> all = List.copyOf(tabs.values());
            tabs.clear();
            return all;
        });
        List<String> made = locked(() -> List.copyOf(contexts.values()));
        for (Tab tab : left) {
            tab.ended("was closed");
            quietly(() -> close(tab.target()));
        }
        made.forEach(context -> quietly(() -> dispose(context)));
    }

    private void dispose(String context) {
        root().call("Target.disposeBrowserContext", Wire.params().put("browserContextId", context));
    }

    private static void quietly(Runnable end) {
        try {
            end.run();
        } catch (WireException gone) {
            log.atDebug().setCause(gone).log("A tab is gone before it was closed");
        }
    }

    private Wire root() {
        return new Wire(browser.root(), limits.action());
    }

    /** Reaches tabs over the connection. */
    private final class Reach implements Tab.Attach {
        @Override
        public Wire to(String target) {
            try {
                return new Wire(browser.attach(target), limits.action());
            } catch (CdpException e) {
                throw new WireException("Target.attachToTarget", e);
            }
        }

        @Override
        public @Nullable Wire session(String id) {
            return browser.session(id)
                    .map(session -> new Wire(session, limits.action()))
                    .orElse(null);
        }
    }

    private <T extends @Nullable Object> T locked(Memory<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Work over memory only. */
    private interface Memory<T extends @Nullable Object> {
        T get();
    }
}
