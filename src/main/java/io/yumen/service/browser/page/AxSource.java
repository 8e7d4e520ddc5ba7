package io.yumen.service.browser.page;

import io.yumen.service.ToolFailure;
import io.yumen.service.browser.snapshot.AxNode;
import io.yumen.service.browser.snapshot.Branches;
import io.yumen.service.browser.snapshot.OutlineLimits;
import io.yumen.service.browser.snapshot.Spot;
import io.yumen.service.browser.snapshot.Uids;
import io.yumen.service.browser.wire.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The accessibility trees of a tab's frames, joined where frames stand in each other. A page of usual size is asked for at once; of a
 * large one, only what is looked at. For one thread, and one look.
 */
final class AxSource implements Branches {
    /** From so many elements on, all of them take longer than those that fit an answer. */
    private static final int LARGE = 3_000;

    /** So many of a list are asked for with what is in them, as many at once. */
    private static final int AHEAD = 160;

    private static final int LEVELS_AHEAD = 3;

    private static final String COUNT = "document.getElementsByTagName('*').length";

    private final List<Frame> frames;
    private final Map<String, Map<String, AxNode>> nodes = new HashMap<>();
    private final Map<Uids.Element, Frame> within = new HashMap<>();
    private final Set<String> listening = new HashSet<>();
    private final boolean isLarge;

    /** @param wanted how many nodes are looked at, at most */
    AxSource(Tab tab, int wanted) {
        this.frames = tab.frames();
        int elements = tab.wire()
                .call("Runtime.evaluate", Wire.params().put("expression", COUNT))
                .path("result")
                .path("value")
                .asInt(0);
        this.isLarge = elements > LARGE && wanted <= OutlineLimits.ANSWER.nodes();
        frames.forEach(this::place);
    }

    private void place(Frame frame) {
        Frame parent = frame.parent();
        if (parent != null) {
            JsonNode owner =
                    parent.wire().call("DOM.getFrameOwner", Wire.params().put("frameId", frame.id()));
            within.put(
                    new Uids.Element(
                            parent.loader(), owner.path("backendNodeId").asLong(0)),
                    frame);
        }
    }

    /** The whole page. */
    Spot root() {
        return root(frames.getFirst());
    }

    /** That element, where its document is still there. */
    Optional<Spot> at(Uids.Element element) {
        return frameOf(element.loader()).flatMap(frame -> at(frame, element.backend()));
    }

    private Optional<Spot> at(Frame frame, long backend) {
        ObjectNode which = Wire.params().put("backendNodeId", backend).put("fetchRelatives", false);
        begin(frame);
        return frame.wire()
                .call("Accessibility.getPartialAXTree", which)
                .path("nodes")
                .valueStream()
                .map(AxNode::read)
                .filter(node -> node.backend() == backend)
                .findFirst()
                .map(node -> new Spot(frame.loader(), node));
    }

    @Override
    public List<Spot> below(Spot spot) {
        Frame inner = within.get(new Uids.Element(spot.loader(), spot.node().backend()));
        if (inner != null) {
            return List.of(root(inner));
        }
        Frame frame = frameOf(spot.loader()).orElse(null);
        if (frame == null || spot.node().childIds().isEmpty()) {
            return List.of();
        }
        Map<String, AxNode> known = nodesOf(frame);
        if (!known.containsKey(spot.node().childIds().getFirst())) {
            fetchBelow(frame, spot.node(), known);
        }
        if (isLarge && spot.node().childIds().size() >= AHEAD) {
            fetchAhead(frame, spot.node(), known);
        }
        List<Spot> below = new ArrayList<>();
        for (String id : spot.node().childIds()) {
            AxNode child = known.get(id);
            if (child != null) {
                below.add(new Spot(spot.loader(), child));
            }
        }
        return below;
    }

    private Map<String, AxNode> nodesOf(Frame frame) {
        return nodes.computeIfAbsent(frame.loader(), loader -> new ConcurrentHashMap<>());
    }

    private Spot root(Frame frame) {
        begin(frame);
        AxNode root = isLarge ? rootOnly(frame) : all(frame);
        if (root == null) {
            throw new ToolFailure("The page has changed meanwhile: try again");
        }
        return new Spot(frame.loader(), root);
    }

    private @Nullable AxNode rootOnly(Frame frame) {
        JsonNode told = frame.wire()
                .call("Accessibility.getRootAXNode", Wire.params().put("frameId", frame.id()))
                .path("node");
        return told.isMissingNode() ? null : AxNode.read(told);
    }

    private @Nullable AxNode all(Frame frame) {
        AxNode first = null;
        Map<String, AxNode> known = nodesOf(frame);
        for (JsonNode told : frame.wire()
                .call("Accessibility.getFullAXTree", Wire.params().put("frameId", frame.id()))
                .path("nodes")) {
            AxNode node = AxNode.read(told);
            known.put(node.id(), node);
            first = first == null ? node : first;
        }
        return first;
    }

    private void fetchBelow(Frame frame, AxNode node, Map<String, AxNode> known) {
        ObjectNode which = Wire.params().put("id", node.id()).put("frameId", frame.id());
        for (JsonNode told :
                frame.wire().call("Accessibility.getChildAXNodes", which).path("nodes")) {
            AxNode child = AxNode.read(told);
            known.putIfAbsent(child.id(), child);
        }
    }

    /** What is in the first of many, which would take long one after the other. */
    private void fetchAhead(Frame frame, AxNode list, Map<String, AxNode> known) {
        List<AxNode> level = children(list, known).limit(AHEAD).toList();
        for (int depth = 0; depth < LEVELS_AHEAD; depth++) {
            List<AxNode> wanted =
                    level.stream().filter(node -> isOpen(node, known)).toList();
            for (int from = 0; from < wanted.size(); from += AHEAD) {
                fetchAll(frame, wanted.subList(from, Math.min(wanted.size(), from + AHEAD)), known);
            }
            level = wanted.stream().flatMap(node -> children(node, known)).toList();
        }
    }

    private static boolean isOpen(AxNode node, Map<String, AxNode> known) {
        return !node.childIds().isEmpty()
                && !node.role().equals("StaticText")
                && !known.containsKey(node.childIds().getFirst());
    }

    private void fetchAll(Frame frame, List<AxNode> wanted, Map<String, AxNode> known) {
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            for (AxNode node : wanted) {
                // What fails is asked for again where it is needed, and fails there.
                Future<?> ignored = each.submit(() -> fetchBelow(frame, node, known));
            }
        }
    }

    private static Stream<AxNode> children(AxNode node, Map<String, AxNode> known) {
        return node.childIds().stream().filter(known::containsKey).map(known::get);
    }

    /** Nodes of documents keep their ids only while somebody listens. */
    private void begin(Frame frame) {
        if (listening.add(frame.loader())) {
            frame.wire().call("Accessibility.enable");
        }
    }

    /** Ends the look: to have the tree up to date at all times costs the page. */
    void end() {
        frames.stream().filter(frame -> listening.contains(frame.loader())).forEach(frame -> {
            frame.wire().call("Accessibility.disable");
        });
    }

    private Optional<Frame> frameOf(String loader) {
        return frames.stream().filter(frame -> frame.loader().equals(loader)).findFirst();
    }
}
