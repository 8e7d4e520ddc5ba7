package io.yumen.service.kubernetes.api;

import io.yumen.catalogue.Parameters;
import io.yumen.protocol.PlainText;
import io.yumen.service.ToolFailure;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A kind of objects that a cluster knows.
 *
 * @param group its API group; empty for the core
 * @param version the version of the group
 * @param name as in {@code Deployment}
 * @param plural as paths say it: {@code deployments}
 * @param shortNames as in {@code deploy}
 * @param namespaced whether its objects stand in namespaces
 * @param verbs what can be done with them
 */
public record Kind(
        String group,
        String version,
        String name,
        String plural,
        List<String> shortNames,
        boolean namespaced,
        List<String> verbs) {
    public Kind {
        shortNames = List.copyOf(shortNames);
        verbs = List.copyOf(verbs);
    }

    /** As manifests say it: {@code apps/v1}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** Its name with its group: {@code Deployment.apps}. */
    public String fullName() {
        return group.isEmpty() ? name : name + "." + group;
    }

    public boolean isNamespace() {
        return group.isEmpty() && name.equals("Namespace");
    }

    public boolean isNode() {
        return group.isEmpty() && name.equals("Node");
    }

    public boolean isSecret() {
        return group.isEmpty() && name.equals("Secret");
    }

    /** The path of its objects in a namespace; in all of them, or in none, where that is empty. */
    public String path(String namespace) {
        String root = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
        String where = namespace.isEmpty() || !namespaced ? "" : "/namespaces/" + segment(namespace);
        return root + where + "/" + plural;
    }

    /** The path of one of its objects. */
    public String path(String namespace, String object) {
        return path(namespace) + "/" + segment(object);
    }

    /**
     * A name as part of a path. A server decodes a path before it divides it, so a slash would lead to another object, and no name
     * at all to all of them.
     */
    private static String segment(String name) {
        boolean isOther = name.isBlank() || name.equals(".") || name.equals("..");
        if (isOther || name.indexOf('/') >= 0 || name.indexOf('%') >= 0) {
            throw new ToolFailure("refused", "'" + PlainText.echo(name) + "' is no name of an object", Duration.ZERO);
        }
        return Parameters.segment(name);
    }

    /** Whether somebody who wrote that may mean this kind: its name, plural or short name, with its group or without. */
    boolean isCalled(String said) {
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.equals(name.toLowerCase(Locale.ROOT)) || lower.equals(plural) || shortNames.contains(lower)) {
            return true;
        }
        if (lower.equals((apiVersion() + "/" + name).toLowerCase(Locale.ROOT))) {
            return true;
        }
        String tail = "." + group;
        return !group.isEmpty()
                && lower.endsWith(tail)
                && isCalledHere(lower.substring(0, lower.length() - tail.length()));
    }

    /** The part before the group may have the version, too: {@code deployments.v1}. */
    private boolean isCalledHere(String lower) {
        String word = lower.endsWith("." + version) ? lower.substring(0, lower.length() - version.length() - 1) : lower;
        return word.equals(name.toLowerCase(Locale.ROOT)) || word.equals(plural) || shortNames.contains(word);
    }
}
