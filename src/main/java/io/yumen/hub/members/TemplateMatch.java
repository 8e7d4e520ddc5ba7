package io.yumen.hub.members;

import io.yumen.hub.lists.Listing;
import io.yumen.hub.names.Named;
import io.yumen.hub.names.Qualifier;
import io.yumen.hub.names.UriTemplate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which server's template a URI fits best: the one that says most of its beginning literally, so that no server takes with
 * a broad one what another has. A URI that carries a server is not for the templates of others.
 */
public final class TemplateMatch {
    private final String uri;
    private final List<String> servers;
    private final Merged templates;
    private final @Nullable Named qualified;

    /** @param servers those whose templates count */
    public TemplateMatch(Catalog catalog, List<String> servers, String uri) {
        this.uri = uri;
        this.servers = servers;
        this.templates = catalog.known(Listing.TEMPLATES);
        this.qualified = Qualifier.read(servers, uri);
    }

    /** The resource of the best template; a template that begins with a variable claims nothing. */
    public Optional<Named> best() {
        return matches()
                .filter(match -> match.literal > 0)
                .reduce(Match::better)
                .map(Match::resource);
    }

    /** The same, also of a template that begins with a variable. */
    public Optional<Named> anything() {
        return matches().reduce(Match::better).map(Match::resource);
    }

    private Stream<Match> matches() {
        return templates.names().stream()
                .filter(template -> servers.contains(template.server()))
                .flatMap(template -> match(template).stream());
    }

    private Optional<Match> match(Named named) {
        UriTemplate template = templates.template(named);
        if (qualified != null && named.server().equals(qualified.server()) && template.matches(qualified.original())) {
            int mark = uri.length() - qualified.original().length();
            return Optional.of(new Match(qualified, mark + template.prefix().length()));
        }
        return mayTake(named.server(), template) && template.matches(uri)
                ? Optional.of(new Match(
                        new Named(named.server(), uri, uri), template.prefix().length()))
                : Optional.empty();
    }

    private boolean mayTake(String server, UriTemplate template) {
        return qualified == null
                || !Qualifier.isSure(qualified)
                || server.equals(qualified.server())
                || Qualifier.read(servers, template.prefix()) != null;
    }

    /**
     * A template that the URI fits.
     *
     * @param literal how many of its first characters the template says literally
     */
    private record Match(Named resource, int literal) {
        /** The one that says more; of equals the first one. */
        static Match better(Match first, Match second) {
            return second.literal > first.literal ? second : first;
        }
    }
}
