package io.yumen.auth.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.yumen.auth.lockdown.Lockdown;
import io.yumen.auth.server.Client.Origin;
import io.yumen.auth.server.ServerConfig.Way;
import io.yumen.oauth.discovery.Documents;
import io.yumen.oauth.discovery.OAuthException;
import io.yumen.oauth.discovery.PeerUrl;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.secret.Sealer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The clients: those of the configuration, those that registered, those that have a document. What a stranger registers is
 * not kept here: it is sealed, and the sealed text is the client's id, so that nobody can fill our store. Safe for many threads.
 */
final class Clients {
    private static final String PREFIX = "ymc_";
    private static final String CONTEXT = "client";
    private static final int LONGEST_ID = 6_000;
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);

    private final ServerConfig config;
    private final Sealer sealer;
    private final Documents documents;
    private final Lockdown lockdown;
    private final Map<String, Client> configured;
    private final Cache<String, Client> known;

    Clients(ServerConfig config, ServerLimits limits, AuthorizationServer.Tools tools) {
        this.config = config;
        this.sealer = tools.sealer();
        this.documents = tools.documents();
        this.lockdown = tools.supervision().lockdown();
        this.configured = config.clients().stream().collect(Collectors.toMap(Client::id, Function.identity()));
        this.known = Caffeine.newBuilder()
                .maximumSize(limits.documents())
                .expireAfterWrite(limits.documentTime().toMillis(), TimeUnit.MILLISECONDS)
                .build();
    }

    /**
     * The client of that id; empty where there is none. May ask the client's own place.
     *
     * @throws RefusedException where its document cannot be used, or it is locked out
     */
    Optional<Client> find(String id) {
        if (isLocked(id)) {
            throw new RefusedException("invalid_client", "The administrator has suspended this client");
        }
        Client client = configured.get(id);
        if (client != null) {
            return Optional.of(client);
        }
        if (id.startsWith(PREFIX) && id.length() <= LONGEST_ID && config.ways().contains(Way.REGISTRATION)) {
            return kept(id.substring(PREFIX.length())).map(kept -> registered(id, kept));
        }
        if (id.startsWith("https://") && config.ways().contains(Way.DOCUMENT)) {
            return Optional.of(ofDocument(id));
        }
        return Optional.empty();
    }

    /** Whether a client of that id does nothing for anybody now. */
    boolean isLocked(String id) {
        return lockdown.isClientLocked(id);
    }

    /**
     * Registers a client.
     *
     * @throws RefusedException where it cannot be one
     */
    Client register(JsonNode wanted) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        kept.put("client_name", Client.shownName(wanted.path("client_name").asString(""), "A program without a name"));
        ArrayNode redirects = kept.putArray("redirect_uris");
        texts(wanted.path("redirect_uris")).forEach(redirects::add);
        try {
            registered("new", kept);
        } catch (IllegalArgumentException e) {
            throw new RefusedException("invalid_redirect_uri", String.valueOf(e.getMessage()));
        }
        String id = PREFIX + sealer.seal(JsonCodec.bytes(kept), CONTEXT);
        if (id.length() > LONGEST_ID) {
            throw new RefusedException("invalid_client_metadata", "That is too much metadata");
        }
        return registered(id, kept);
    }

    /** Without the name of the key it would open, too: a second id of the same client, which no lock names. */
    private Optional<JsonNode> kept(String sealed) {
        return Sealer.keyOf(sealed).isPresent() ? sealer.open(sealed, CONTEXT).map(CODEC::read) : Optional.empty();
    }

    private static Client registered(String id, JsonNode kept) {
        return new Client(
                id, kept.path("client_name").asString(""), texts(kept.path("redirect_uris")), Origin.REGISTERED);
    }

    private Client ofDocument(String id) {
        Client client = known.getIfPresent(id);
        if (client == null) {
            client = fetched(id);
            known.put(id, client);
        }
        return client;
    }

    /** Client ID Metadata Document: its own id must stand in it, byte for byte. */
    private Client fetched(String id) {
        try {
            URI url = PeerUrl.parse(id, "id of the client");
            if (url.getRawPath().length() < 2 || url.getRawPath().contains("/.")) {
                throw new RefusedException("invalid_client", "The id of the client is a URL with a path");
            }
            Documents.Answer answer = documents.get(url, config.reach());
            ObjectNode document = answer.document()
                    .filter(found -> answer.status() == 200)
                    .orElseThrow(() -> new RefusedException("invalid_client", "There is no document of the client"));
            return described(id, url.getHost(), document);
        } catch (OAuthException e) {
            throw new RefusedException("invalid_client", "The document of the client cannot be read");
        } catch (IllegalArgumentException e) {
            throw new RefusedException("invalid_client", String.valueOf(e.getMessage()));
        }
    }

    /**
     * The client of that id as its document says.
     *
     * @throws RefusedException where it says nothing that a client can be
     */
    static Client described(String id, String host, ObjectNode document) {
        if (!document.path("client_id").asString("").equals(id)) {
            throw new RefusedException("invalid_client", "The document of the client is another client's");
        }
        String method = document.path("token_endpoint_auth_method").asString("none");
        if (!method.equals("none")) {
            throw new RefusedException("invalid_client", "Clients have no secrets here");
        }
        try {
            return new Client(
                    id,
                    Client.shownName(document.path("client_name").asString(""), host),
                    texts(document.path("redirect_uris")),
                    Origin.DOCUMENT);
        } catch (IllegalArgumentException e) {
            throw new RefusedException("invalid_client", String.valueOf(e.getMessage()));
        }
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(text -> text.asString("")).toList();
    }
}
