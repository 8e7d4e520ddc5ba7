package io.yumen.service.browser.snapshot;

import io.yumen.schema.Records;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A page as recorded: nodes by their ids. */
final class Pages {
    private final String loader;
    private final Map<String, AxNode> nodes = new HashMap<>();

    private Pages(String loader) {
        this.loader = loader;
    }

    /** Of JSON as {@code Accessibility.getFullAXTree} answers it, with single quotes. */
    static Pages of(String loader, String json) {
        Pages page = new Pages(loader);
        Records.parse(json.replace('\'', '"')).forEach(tree -> page.add(AxNode.read(tree)));
        return page;
    }

    static Pages of(String loader, List<AxNode> nodes) {
        Pages page = new Pages(loader);
        nodes.forEach(page::add);
        return page;
    }

    private void add(AxNode node) {
        nodes.put(node.id(), node);
    }

    Spot at(String id) {
        return new Spot(loader, Objects.requireNonNull(nodes.get(id)));
    }

    List<Spot> below(Spot spot) {
        return spot.node().childIds().stream().map(this::at).toList();
    }
}
