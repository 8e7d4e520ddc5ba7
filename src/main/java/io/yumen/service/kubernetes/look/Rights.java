package io.yumen.service.kubernetes.look;

import io.yumen.service.Mode;
import io.yumen.service.kubernetes.api.Kind;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the mode of the service leaves of what its callers may do in a cluster. */
final class Rights {
    private static final Set<String> LOOKING = Set.of("get", "list", "watch");

    /** What a pod may lose by these is as good as destroyed. */
    private static final Set<String> REACHING = Set.of("exec", "attach", "eviction");

    private final Mode mode;

    Rights(Mode mode) {
        this.mode = mode;
    }

    /** Why the mode leaves that out; empty where it does not. */
    String refusal(String verb, Kind kind, @Nullable String subresource) {
        return isServed(verb.toLowerCase(Locale.ROOT), kind, subresource)
                ? ""
                : "The mode of this service is " + name() + ", and no tool does that; an operator sets \"mode\"";
    }

    private boolean isServed(String verb, Kind kind, @Nullable String subresource) {
        if (mode == Mode.FULL || LOOKING.contains(verb)) {
            return true;
        }
        boolean adds = verb.equals("create") && (subresource == null || !REACHING.contains(subresource));
        // A node is cordoned by a patch, and nothing else is changed.
        boolean cordons = verb.equals("patch") && kind.isNode() && subresource == null;
        return mode == Mode.NO_DESTROY && (adds || cordons);
    }

    /**
     * What is served of all that the cluster allows; empty where that is everything.
     *
     * @param rules of the operator; empty where there are none
     */
    String told(String rules) {
        String ruled = rules.isEmpty()
                ? ""
                : "Of these, an operator's rules serve only (! before what is left out) " + rules + "\n";
        return switch (mode) {
            case READ_ONLY ->
                ruled + "The mode of this service is read-only: of the verbs it has get, list and watch\n";
            case NO_DESTROY ->
                ruled
                        + "The mode of this service is no-destroy: beside get, list and watch it creates, and cordons nodes\n";
            case FULL -> ruled;
        };
    }

    private String name() {
        return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
