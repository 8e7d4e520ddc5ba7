package io.yumen.pin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Looks at what servers say of what they offer, before clients hear of it. Safe for many threads; may wait for the store. */
public interface Inspector {
    /** One that finds nothing wrong. */
    Inspector NONE = new Inspector() {
        @Override
        public Scrutiny scrutiny(String server) {
            return Scrutiny.NONE;
        }

        @Override
        public Map<String, String> inspect(Said said) {
            return Map.of();
        }
    };

    /** How closely that server is looked at. */
    Scrutiny scrutiny(String server);

    /**
     * Looks at a list.
     *
     * @return what must not be used, by name, and why
     * @throws io.yumen.protocol.RpcException where it cannot be known what was approved, and nothing else must be let through
     */
    Map<String, String> inspect(Said said);

    /** Why the instructions of that server must not be handed out; empty where they may, or there are none. */
    default Optional<String> instructions(String server, String text) {
        return Definition.instructions(text)
                .flatMap(tree ->
                        Optional.ofNullable(inspect(new Said(server, Kind.INSTRUCTIONS, List.of(tree), Extent.PART))
                                .get(Kind.INSTRUCTIONS.word())));
    }

    /** A call of something that is withheld was refused. */
    default void refused(String server, String name) {}

    /** How closely a server is looked at. */
    enum Scrutiny {
        /** Not at all. */
        NONE,
        /** What it lists is looked at; calls need not wait for that. */
        LISTS,
        /** What it has not listed yet, or may list otherwise by now, is not called. */
        CALLS
    }

    /** How much of a list it is. */
    enum Extent {
        /** All that the server has: what is not in it is gone. */
        WHOLE,
        /** What the server has for one of its users, or part of it. */
        PART
    }

    /**
     * What a server said.
     *
     * @param entries as they came; they are neither changed nor kept
     */
    record Said(String server, Kind kind, List<ObjectNode> entries, Extent extent) {}
}
