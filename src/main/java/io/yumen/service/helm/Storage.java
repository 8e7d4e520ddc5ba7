package io.yumen.service.helm;

import io.yumen.catalogue.Parameters;
import io.yumen.protocol.Nearest;
import io.yumen.protocol.PlainText;
import io.yumen.service.ToolFailure;
import io.yumen.service.kubernetes.api.Kind;
import io.yumen.service.kubernetes.api.Reach;
import io.yumen.service.kubernetes.api.Request;
import io.yumen.service.kubernetes.api.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The releases of a cluster, in the Secrets that Helm keeps. Which there are is told by their labels; what is in one is read only when it
 * is wanted.
 */
final class Storage {
    private static final String OWNER = "owner=helm";
    private static final int MOST = 20_000;
    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[-a-z0-9.]{0,51}[a-z0-9])?");

    private final Reach reach;
    private final Kind secrets;

    Storage(Reach reach) {
        this.reach = reach;
        this.secrets = reach.kind("v1", "Secret");
    }

    /** The namespace that is meant where somebody names a release. */
    String namespace(@Nullable String said) {
        return reach.namespace(said, secrets);
    }

    /** The newest revision of each release, by name; of all namespaces where that is empty. */
    List<Head> newest(String namespace) {
        Map<String, Head> newest = new TreeMap<>();
        for (Head head : heads(namespace, OWNER)) {
            newest.merge(head.name() + " " + head.namespace(), head, (a, b) -> a.revision() > b.revision() ? a : b);
        }
        return List.copyOf(newest.values());
    }

    /** All revisions of a release, newest first; there is at least one. */
    List<Head> revisions(String namespace, String name) {
        requireName(name);
        List<Head> found = heads(namespace, OWNER + ",name=" + name).stream()
                .sorted(Comparator.comparingInt(Head::revision).reversed())
                .toList();
        if (found.isEmpty()) {
            throw unknown(namespace, name);
        }
        return found;
    }

    /** One of those revisions: the newest where none is said. */
    static Head chosen(List<Head> revisions, @Nullable Integer said) {
        if (said == null) {
            return revisions.getFirst();
        }
        return revisions.stream()
                .filter(head -> head.revision() == said)
                .findFirst()
                .orElseThrow(() -> new ToolFailure(
                        "not_found",
                        revisions.getFirst().name() + " has no revision " + said + "; there is "
                                + revisions.stream()
                                        .limit(20)
                                        .map(head -> Integer.toString(head.revision()))
                                        .collect(Collectors.joining(", ")),
                        Duration.ZERO));
    }

    Release read(Head head) {
        JsonNode data = reach.get(secrets, head.namespace(), head.secret()).path("data");
        return Packed.release(data.path("release").asString(""));
    }

    /** Puts another release in the place of a revision, whose Secret is otherwise left as it is. */
    void replace(Head head, Release release) {
        ObjectNode secret = reach.get(secrets, head.namespace(), head.secret()).deepCopy();
        secret.withObject("/metadata/labels").put("status", release.info("status"));
        secret.withObject("/data").put("release", Packed.data(release));
        String path = secrets.path(head.namespace(), head.secret());
        reach.act("update", secrets, head.namespace(), head.secret(), Request.put(path, new Parameters(), secret));
    }

    /** What a release may be called. */
    static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new ToolFailure("\"" + PlainText.echo(name)
                    + "\" is no name of a release: lower-case letters, digits, dots and dashes, at most 53");
        }
    }

    private List<Head> heads(String namespace, String labels) {
        boolean hides = reach.hidesNamespaces(secrets, namespace);
        Selection selection = new Selection(namespace, labels, null);
        List<Head> heads = new ArrayList<>();
        @Nullable String next = null;
        do {
            JsonNode page = page(selection, next);
            for (JsonNode secret : Reach.items(page)) {
                if (!hides || reach.isServed(secrets, secret)) {
                    Head.of(secret).ifPresent(heads::add);
                }
            }
            String more = page.path("metadata").path("continue").asString("");
            next = more.isEmpty() ? null : more;
        } while (next != null && heads.size() <= MOST);
        if (heads.size() > MOST) {
            throw new ToolFailure(
                    "too_large",
                    "There are more than " + MOST + " revisions of releases; ask for one namespace",
                    Duration.ZERO);
        }
        return heads;
    }

    private JsonNode page(Selection selection, @Nullable String next) {
        try {
            return reach.page(secrets, selection, Reach.LIGHT_PAGE, next, Request.METADATA);
        } catch (ToolFailure failure) {
            throw failure.code().equals("forbidden")
                    ? new ToolFailure(
                            "forbidden",
                            failure.getMessage()
                                    + ". Releases are kept in Secrets: who asks needs the right to get and list Secrets there",
                            failure.retryAfter())
                    : failure;
        }
    }

    private ToolFailure unknown(String namespace, String name) {
        Collection<String> there =
                heads(namespace, OWNER).stream().map(Head::name).collect(Collectors.toSet());
        String advice = Nearest.to(name, there)
                .map(near -> "; did you mean " + near + "?")
                .orElse(there.isEmpty() ? ", and no other" : "; release_list shows which there are");
        return new ToolFailure(
                "not_found",
                "There is no release " + name + " in namespace " + PlainText.echo(namespace) + advice,
                Duration.ZERO);
    }
}
