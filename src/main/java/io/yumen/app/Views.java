package io.yumen.app;

import io.yumen.auth.policy.View;
import io.yumen.config.GatewaySettings;
import io.yumen.exchange.Handler;
import io.yumen.exchange.Policy;
import io.yumen.hub.Hub;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The views in force, which follow the settings, also where somebody listens to one. */
final class Views {
    private static final Policy.Decision GONE = new Policy.Decision.Denied("(view)", "There is no such view any more");

    private final Hub hub;

    /** Each remembers what it has shown, and is asked from then on. */
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();

    private volatile Map<String, View> current;

    Views(Hub hub, GatewaySettings settings) {
        this.hub = hub;
        this.current = of(settings);
    }

    /** The view of that name, or empty where there is none. */
    Optional<Handler> find(String name) {
        return current.containsKey(name)
                ? Optional.of(handlers.computeIfAbsent(name, this::handler))
                : Optional.empty();
    }

    /** Follows changed settings. */
    void apply(GatewaySettings changed) {
        current = of(changed);
        handlers.keySet().retainAll(current.keySet());
    }

    private Handler handler(String name) {
        Handler selected = hub.view((caller, subject) -> {
            View view = current.get(name);
            return view == null ? GONE : view.decide(caller, subject);
        });
        return exchange -> selected.handle(exchange.withCaller(exchange.caller().at(name)));
    }

    private static Map<String, View> of(GatewaySettings settings) {
        return settings.views().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> of(entry.getValue())));
    }

    private static View of(GatewaySettings.View view) {
        View.Kind kind = switch (view.mode()) {
            case ALL -> View.Kind.ALL;
            case READ_ONLY -> View.Kind.READ_ONLY;
        };
        return new View(view.servers(), new HashSet<>(view.tags()), view.tools(), kind);
    }
}
