package io.yumen.exchange;

import tools.jackson.databind.node.ObjectNode;

/**
 * Decides what a caller may see and do. The hub asks it for every entry of a list and for every call, with the same
 * question, so that lists and calls never disagree.
 */
@FunctionalInterface
public interface Policy {
    /** A policy that allows everything: for a gateway on loopback with one local principal. */
    Policy ALLOW_ALL = (caller, subject) -> Decision.ALLOWED;

    Decision decide(Caller caller, Subject subject);

    /**
     * What is seen or used.
     *
     * @param server the server's name
     * @param method the method that uses it, as in {@code tools/call}
     * @param name the tool, prompt or URI, as the server knows it
     * @param arguments the arguments of a call; empty for an entry of a list
     */
    record Subject(String server, String method, String name, ObjectNode arguments) {}

    /** The outcome. */
    sealed interface Decision {
        /** Allowed, by no rule in particular. */
        Decision ALLOWED = new Allowed("");

        /** The rule that says so; empty where there is none. */
        String rule();

        /** It may be seen and used. */
        record Allowed(String rule) implements Decision {}

        /** It is hidden in lists, and refused in calls with that reason. */
        record Denied(String rule, String reason) implements Decision {}
    }
}
