package io.yumen.hub.lists;

import io.yumen.backend.ListKind;
import io.yumen.pin.Kind;
import io.yumen.protocol.Methods;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The lists that a server offers. */
public enum Listing {
    TOOLS(Methods.TOOLS_LIST, "tools", "name", Methods.TOOLS_CALL, ListKind.TOOLS),
    PROMPTS(Methods.PROMPTS_LIST, "prompts", "name", Methods.PROMPTS_GET, ListKind.PROMPTS),
    RESOURCES(Methods.RESOURCES_LIST, "resources", "uri", Methods.RESOURCES_READ, ListKind.RESOURCES),
    TEMPLATES(Methods.TEMPLATES_LIST, "resourceTemplates", "uriTemplate", Methods.RESOURCES_READ, ListKind.RESOURCES);

    private static final Map<String, Listing> BY_METHOD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Listing::method, Function.identity()));

    private final String method;
    private final String items;
    private final String key;
    private final String use;
    private final ListKind kind;

    Listing(String method, String items, String key, String use, ListKind kind) {
        this.method = method;
        this.items = items;
        this.key = key;
        this.use = use;
        this.kind = kind;
    }

    /** The list of that method. */
    public static Optional<Listing> of(String method) {
        return Optional.ofNullable(BY_METHOD.get(method));
    }

    /** The method that asks for the list. */
    public String method() {
        return method;
    }

    /** The key of the result under which the items are. */
    public String items() {
        return items;
    }

    /** The key of an item that names it. */
    public String key() {
        return key;
    }

    /** The method that uses an item. */
    public String use() {
        return use;
    }

    /** What servers announce when the list changes. */
    public ListKind kind() {
        return kind;
    }

    /** As what its entries are pinned; empty where they are not: what a resource is called says nothing that a model acts on. */
    public Optional<Kind> pinned() {
        return switch (this) {
            case TOOLS -> Optional.of(Kind.TOOL);
            case PROMPTS -> Optional.of(Kind.PROMPT);
            case TEMPLATES -> Optional.of(Kind.TEMPLATE);
            case RESOURCES -> Optional.empty();
        };
    }

    /** The key of the server capability without which the server has no such list. */
    public String capability() {
        return this == TEMPLATES ? RESOURCES.items : items;
    }
}
