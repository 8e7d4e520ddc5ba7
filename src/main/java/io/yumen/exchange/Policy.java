package io.yumen.exchange;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides what a caller may see and do. The hub asks it for every entry of a list and for every call, with the same
 * question, so that lists and calls never disagree: what may not be called with any arguments is in no list, and what is in no
 * list may not be called.
 */
@FunctionalInterface
public interface Policy {
    /** A policy that allows everything: for a gateway on loopback with one local principal. */
    Policy ALLOW_ALL = (caller, subject) -> Decision.ALLOWED;

    Decision decide(Caller caller, Subject subject);

    /**
     * Has somebody decide about a use that was held, and waits for it.
     *
     * @throws io.yumen.protocol.RpcException where nobody waits for the request any more
     */
    default Decision settle(Exchange exchange, Subject.Use use, Decision.Held held) {
        return new Decision.Denied(held.rule(), "There is nobody who could approve it");
    }

    /** The same for what that selection does not deny; nothing else of what the selection says counts. */
    default Policy within(Policy selection) {
        return new NarrowedPolicy(this, selection);
    }

    /** What is seen or used. */
    sealed interface Subject {
        /** The server's name. */
        String server();

        /** The method that uses it, as in {@code tools/call}; empty where it is a server. */
        String method();

        /** The tool, prompt or URI, as the server knows it; empty where it is none of these. */
        String name();

        /**
         * A server: whether the caller may know that it is there, because it may use something of it.
         *
         * @param tags words by which rules select servers
         */
        record Server(String server, Set<String> tags) implements Subject {
            public Server {
                tags = Set.copyOf(tags);
            }

            @Override
            public String method() {
                return "";
            }

            @Override
            public String name() {
                return "";
            }
        }

        /**
         * An entry of a list: whether it may be used with some arguments.
         *
         * @param of the server that offers it
         * @param method the method that uses it, as in {@code tools/call}
         * @param annotations what the server says of a tool; empty for anything else
         */
        record Entry(Server of, String method, String name, ObjectNode annotations) implements Subject {
            @Override
            public String server() {
                return of.server();
            }
        }

        /**
         * A use of an entry.
         *
         * @param arguments those of the call; empty where it has none
         */
        record Use(Entry entry, ObjectNode arguments) implements Subject {
            @Override
            public String server() {
                return entry.server();
            }

            @Override
            public String method() {
                return entry.method();
            }

            @Override
            public String name() {
                return entry.name();
            }
        }
    }

    /** The outcome. */
    sealed interface Decision {
        Decision ALLOWED = new Allowed("");

        /** The name of the rule that decided, for records and operators; empty where none did. */
        String rule();

        /** It may be seen and used. */
        record Allowed(String rule) implements Decision {}

        /**
         * It may be seen; to be used, it needs somebody's approval.
         *
         * @param by who may give it
         */
        record Held(String rule, Approver by) implements Decision {}

        /**
         * It may be seen; to be used, it needs a credential that is good for more.
         *
         * @param scopes all that such a credential is good for: what is needed, and what this one has that counts
         * @param missing those of them that this one has not
         */
        record Lacking(String rule, Set<String> scopes, Set<String> missing) implements Decision {
            public Lacking {
                scopes = Collections.unmodifiableSet(new TreeSet<>(scopes));
                missing = Collections.unmodifiableSet(new TreeSet<>(missing));
            }
        }

        /** Who approves. */
        enum Approver {
            /** One who operates the gateway. */
            PERSON,
            /** The user of the client that calls. */
            CALLER
        }

        /**
         * It is hidden in lists, and refused in calls.
         *
         * @param reason for records and operators: callers are not told what they may not see
         */
        record Denied(String rule, String reason) implements Decision {}
    }
}
