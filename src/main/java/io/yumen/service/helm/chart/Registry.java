package io.yumen.service.helm.chart;

import io.yumen.catalogue.Parameters;
import io.yumen.oauth.discovery.Challenge;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;
import io.yumen.secret.Sha256;
import io.yumen.service.Call;
import io.yumen.service.ToolFailure;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The charts of a registry, where it lets its names be listed: it has no index, so that names are listed first, and the newest of each
 * that is wanted is looked at. For one call.
 */
final class Registry {
    private static final int MOST_BYTES = 4 << 20;
    private static final int MOST_PAGES = 10;

    /** How many are looked at one by one. */
    private static final int MOST_CHARTS = 50;

    /** How long a search may take, but for the answer that it waits for then. */
    private static final Duration LOOKING = Duration.ofSeconds(45);

    private static final String CHART = "application/vnd.cncf.helm.config.v1+json";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    /** What charts are stored as, now and when this began. */
    private static final Set<String> ARCHIVES =
            Set.of("application/vnd.cncf.helm.chart.content.v1.tar+gzip", "application/tar+gzip");

    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final Pattern NEXT = Pattern.compile("<([^>]{1,2000})>\\s*;\\s*rel=\"?next\"?");

    /** What a name may be, by the rules of registries; anything else in a list leads nowhere. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(?:[-._]+[a-z0-9]+|/[a-z0-9]+){0,100}");

    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.SERVER_DEFAULT);

    private final String name;
    private final HelmConfig.Repository repository;
    private final RepositoryClient client;
    private final Call call;
    private final URI root;
    private final @Nullable String credential;

    Registry(String name, HelmConfig.Repository repository, RepositoryClient client, Call call) {
        this.name = name;
        this.repository = repository;
        this.client = client;
        this.call = call;
        this.root = repository.root().resolve("/v2/");
        this.credential = repository.authorization().orElse(null);
    }

    /**
     * Its charts, by name.
     *
     * @param word in their names, in small letters; empty for all
     */
    Charts.Hits search(String word, Charts.Versions which) {
        String prefix = path("");
        long end = System.nanoTime() + LOOKING.toNanos();
        Names names = names(end);
        List<String> wanted = names.read().stream()
                .filter(found -> found.startsWith(prefix)
                        && found.substring(prefix.length()).contains(word))
                .toList();
        List<Charts.Hit> hits = new ArrayList<>();
        String why = "say more of the name";
        int looked = 0;
        try {
            while (looked < Math.min(MOST_CHARTS, wanted.size()) && System.nanoTime() - end < 0) {
                String found = wanted.get(looked);
                hits.addAll(look(found, name + "/" + found.substring(prefix.length()), which));
                looked++;
            }
        } catch (ToolFailure failure) {
            if (hits.isEmpty()) {
                throw failure;
            }
            why = String.valueOf(failure.getMessage());
        }
        return new Charts.Hits(hits, gaps(names, wanted.size() - looked, why));
    }

    /** What a chart is called in the registry. */
    String path(String chart) {
        String path = repository.url().getPath().replaceAll("^/+|/+$", "");
        return path.isEmpty() ? chart : path + "/" + chart;
    }

    private Map<String, String> gaps(Names names, int unseen, String why) {
        List<String> gaps = new ArrayList<>();
        if (unseen > 0) {
            gaps.add(unseen + " more names match in this registry; " + why);
        }
        if (names.goesOn()) {
            gaps.add("It lists more names than the " + names.read().size() + " that were read");
        }
        return gaps.isEmpty() ? Map.of() : Map.of(name, String.join(". ", gaps));
    }

    /** The names that a registry lists, as far as they were read. */
    private record Names(Set<String> read, boolean goesOn) {}

    private Names names(long end) {
        Set<String> names = new TreeSet<>();
        Optional<URI> next = Optional.of(root.resolve("_catalog?n=1000"));
        for (int pages = 0; pages < MOST_PAGES && next.isPresent() && System.nanoTime() - end < 0; pages++) {
            Reply response = get(next.get(), "registry:catalog:*", "application/json");
            requireList(response);
            json(response)
                    .path("repositories")
                    .valueStream()
                    .map(found -> found.asString(""))
                    .filter(Registry::isName)
                    .forEach(names::add);
            URI now = next.get();
            next = following(now, response);
        }
        return new Names(names, next.isPresent());
    }

    /** The next page, as long as it is one of this registry. */
    private Optional<URI> following(URI now, Reply reply) {
        return reply.headers()
                .first("Link")
                .flatMap(link -> next(now, link))
                .filter(link -> link.toString().startsWith(root.toString()));
    }

    /** Whether that is a name, and not a way to somewhere else. */
    static boolean isName(String found) {
        return found.length() <= 255 && NAME.matcher(found).matches();
    }

    /** Where the next page is, as the header {@code Link} of one has it. */
    static Optional<URI> next(URI now, String link) {
        Matcher next = NEXT.matcher(link);
        if (!next.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(now.resolve(next.group(1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void requireList(Reply response) {
        int status = response.status();
        if (status == 429 || status >= 500) {
            throw RepositoryMishaps.refused(wanted(root, null), response);
        }
        if (status != 200) {
            throw new ToolFailure(
                    "refused",
                    "\"" + name + "\" does not let its names be listed (HTTP " + status + " at " + root
                            + "_catalog), so that it cannot be searched; chart_show tells of a chart whose name you know",
                    Duration.ZERO);
        }
    }

    private List<Charts.Hit> look(String found, String shown, Charts.Versions which) {
        boolean isAll = which == Charts.Versions.ALL;
        List<Version> versions = versions(found).stream()
                .filter(version -> isAll || version.isReleased())
                .toList();
        if (versions.isEmpty()) {
            return List.of();
        }
        Reply manifest = manifest(found, versions.getFirst().tag());
        JsonNode told = isThere(manifest) ? json(manifest) : MissingNode.getInstance();
        if (!told.path("config").path("mediaType").asString("").equals(CHART)) {
            return List.of();
        }
        String description = PlainText.echo(told.path("annotations")
                .path("org.opencontainers.image.description")
                .asString(""));
        return (isAll ? versions : List.of(versions.getFirst()))
                .stream()
                        .map(version -> new Charts.Hit(shown, version.text(), "", description))
                        .toList();
    }

    /** The versions of a chart as its tags have them, newest first; none where there is no such chart. */
    List<Version> versions(String found) {
        List<Version> versions = new ArrayList<>();
        Optional<URI> next = Optional.of(root.resolve(found + "/tags/list?n=1000"));
        for (int pages = 0; pages < MOST_PAGES && next.isPresent(); pages++) {
            URI now = next.get();
            Reply listed = get(now, pull(found), "application/json");
            if (!isThere(listed)) {
                break;
            }
            json(listed)
                    .path("tags")
                    .valueStream()
                    .map(tag -> Version.of(tag.asString("")))
                    .flatMap(Optional::stream)
                    .forEach(versions::add);
            next = following(now, listed);
        }
        versions.sort(Comparator.reverseOrder());
        return versions;
    }

    /** The file of a chart, which is what the registry's own manifest says that it is. */
    byte[] archive(String found, String tag) {
        if (!isName(found)) {
            throw RepositoryMishaps.astray(wanted(root, null), found);
        }
        Reply manifest = manifest(found, tag);
        if (!isThere(manifest)) {
            throw missing(name, found + " " + tag);
        }
        String digest = json(manifest)
                .path("layers")
                .valueStream()
                .filter(layer -> ARCHIVES.contains(layer.path("mediaType").asString("")))
                .map(layer -> layer.path("digest").asString(""))
                .filter(said -> DIGEST.matcher(said).matches())
                .findFirst()
                .orElseThrow(() -> strange("has no chart of Helm at " + found + " " + tag));
        Reply blob = get(wanted(root.resolve(found + "/blobs/" + digest), null).upTo(Archives.MOST_BYTES), pull(found));
        if (!isThere(blob)) {
            throw missing(name, found + " " + tag);
        }
        if (!digest.equals("sha256:" + HexFormat.of().formatHex(Sha256.of(blob.body())))) {
            throw strange("gives another file for " + found + " " + tag + " than its manifest says");
        }
        return blob.body();
    }

    /** The registry has no such chart. */
    static ToolFailure missing(String registry, String chart) {
        return new ToolFailure(
                "not_found",
                "There is no such chart in \"" + registry + "\": " + PlainText.echo(chart)
                        + "; chart_search lists those that there are, where the registry lets them be listed",
                Duration.ZERO);
    }

    private ToolFailure strange(String what) {
        return new ToolFailure(
                "strange",
                "\"" + name + "\" " + what + "; ask for another version, or tell whoever keeps it",
                Duration.ZERO);
    }

    private Reply manifest(String found, String tag) {
        return get(root.resolve(found + "/manifests/" + tag), pull(found), MANIFEST);
    }

    private static String pull(String found) {
        return "repository:" + found + ":pull";
    }

    /** What is gone since it was listed is passed over; what is refused is told. */
    private boolean isThere(Reply response) {
        if (response.status() != 200 && response.status() != 404) {
            throw RepositoryMishaps.refused(wanted(root, null), response);
        }
        return response.status() == 200;
    }

    /** Shows what the registry wants to see: a name and a password, or a token for which they are exchanged. */
    private Reply get(RepositoryClient.Wanted wanted, String scope) {
        Reply response = client.get(wanted, call);
        // Whoever a redirect led to is not asked where a password is to be shown.
        if (response.status() != 401 || !response.from().toString().startsWith(root.toString())) {
            return response;
        }
        return Challenge.parse(response.headers().all("WWW-Authenticate")).stream()
                .filter(challenge -> challenge.scheme().equals("bearer"))
                .findFirst()
                .flatMap(challenge -> token(challenge.parameters(), scope))
                .map(token -> client.get(wanted.by("Bearer " + token), call))
                .orElse(response);
    }

    private Reply get(URI url, String scope, String accept) {
        return get(wanted(url, accept), scope);
    }

    private Optional<String> token(Map<String, String> said, String scope) {
        String realm = said.getOrDefault("realm", "");
        Parameters query = new Parameters().put("service", said.get("service"));
        query.put("scope", said.getOrDefault("scope", scope));
        URI url;
        try {
            url = URI.create(realm + (realm.contains("?") ? "&" : "?") + query);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (!isTrusted(url)) {
            return Optional.empty();
        }
        Reply response = client.get(
                new RepositoryClient.Wanted(name, url, repository.caFile(), Map.of(), credential, MOST_BYTES), call);
        if (response.status() != 200) {
            return Optional.empty();
        }
        JsonNode told = json(response);
        String token = told.path("token").asString(told.path("access_token").asString(""));
        return token.matches("[-A-Za-z0-9._~+/=]{1,20000}") ? Optional.of(token) : Optional.empty();
    }

    /** Who gives tokens for a registry may be elsewhere, and then shows a certificate; without one, only the registry's own host is. */
    private boolean isTrusted(URI realm) {
        return "https".equals(realm.getScheme())
                || (repository.plainHttp() && root.getHost().equals(realm.getHost()));
    }

    private RepositoryClient.Wanted wanted(URI url, @Nullable String accept) {
        Map<String, String> headers = accept == null ? Map.of() : Map.of("Accept", accept);
        return new RepositoryClient.Wanted(name, url, repository.caFile(), headers, credential, MOST_BYTES);
    }

    private JsonNode json(Reply response) {
        try {
            return CODEC.read(response.body());
        } catch (RpcException e) {
            throw new ToolFailure(
                    "strange",
                    "\"" + name + "\" answers what is no JSON at " + root
                            + "; an operator looks whether its \"url\" is that of a registry",
                    Duration.ZERO);
        }
    }
}
