package io.yumen.app;

import io.yumen.app.servers.LoginPages;
import io.yumen.connect.Access;
import io.yumen.connect.Bridge;
import io.yumen.connect.ConnectConfig;
import io.yumen.connect.FolderShelf;
import io.yumen.connect.GatewayLogin;
import io.yumen.http.client.EgressGuard.Allowance;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.oauth.Grant;
import io.yumen.oauth.OAuth;
import io.yumen.oauth.OAuthConfig;
import io.yumen.oauth.OAuthConfig.ClientConfig;
import io.yumen.oauth.Vault;
import io.yumen.oauth.discovery.Documents;
import io.yumen.oauth.discovery.OAuthLimits;
import io.yumen.secret.MasterKey;
import io.yumen.secret.Sealer;
import io.yumen.tenant.Principal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes bridges from a pipe to a gateway that runs elsewhere. */
public final class Bridges {
    private static final Logger log = LoggerFactory.getLogger(Bridges.class);
    private static final String SERVER = "gateway";
    private static final int UNIQUE_LOCAL = 0xfc;
    private static final int UNIQUE_LOCAL_MASK = 0xfe;

    private Bridges() {}

    /**
     * How a user logs in, where the gateway wants that.
     *
     * @param client who we are to its authorization server
     * @param scopes what to ask for; empty for what the gateway says
     * @param port of this machine, to which the browser comes back; 0 for any
     * @param folder where tokens are kept, sealed
     * @param show shows the user the page; must neither block nor write to standard output
     */
    public record LogIn(ClientConfig client, List<String> scopes, int port, Path folder, Consumer<URI> show) {
        public LogIn {
            scopes = List.copyOf(scopes);
        }
    }

    /** A bridge to that gateway, whose URL is the user's own and may be any, with the right that its headers give. */
    public static Bridge to(ConnectConfig config) {
        return new Bridge(config, RelayClient.create(RelayClientConfig.defaults()), Access.NONE);
    }

    /** A bridge to that gateway, whose user logs in where it wants that. */
    public static Bridge to(ConnectConfig config, LogIn logIn) {
        return new Bridge(config, RelayClient.create(RelayClientConfig.defaults()), access(config.url(), logIn));
    }

    private static Access access(URI gateway, LogIn logIn) {
        FolderShelf shelf = new FolderShelf(logIn.folder(), nameOf(gateway));
        OAuthLimits limits = OAuthLimits.DEFAULT;
        Documents documents = new Documents(
                limits, guard -> RelayClient.create(RelayClientConfig.defaults().with(guard)));
        Way way = new Way(documents, logIn, new Vault(shelf, () -> sealer(shelf)));
        OAuthConfig config = new OAuthConfig(
                SERVER,
                gateway,
                new Grant.AuthorizationCode(),
                logIn.client(),
                new OAuthConfig.Policy(logIn.scopes(), null, reach(gateway)));
        return new GatewayLogin(way.oauth.at(config).of(Principal.LOCAL), shelf, limits, way);
    }

    /** The way to a page and back. */
    private static final class Way implements GatewayLogin.Surroundings {
        private final OAuth oauth;
        private final LoginPages pages;
        private final Consumer<URI> show;

        Way(Documents documents, LogIn logIn, Vault vault) {
            this.pages = new LoginPages(this::visits, logIn.port());
            this.oauth = new OAuth(documents, vault, pages::base, InstantSource.system());
            this.show = logIn.show();
        }

        private io.yumen.oauth.Visits visits() {
            return oauth.visits();
        }

        @Override
        public void show(URI page) {
            show.accept(page);
        }

        @Override
        public void leave() {
            pages.close();
        }

        @Override
        public void close() {
            oauth.close();
        }
    }

    private static Sealer sealer(FolderShelf shelf) {
        try {
            return MasterKey.of(shelf.prepared().resolve("master.key")).sealer("rights at gateways");
        } catch (IOException | IllegalStateException | UnsupportedOperationException e) {
            log.atWarn()
                    .addKeyValue("reason", String.valueOf(e.getMessage()))
                    .log("Logins cannot be kept: the next start asks for another");
            return Sealer.ephemeral();
        }
    }

    /** The same for the same gateway, and fit for the name of a file. */
    private static String nameOf(URI gateway) {
        return UUID.nameUUIDFromBytes(gateway.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** A gateway in a private network has its authorization server there, too; one in the Internet leads nobody into it. */
    private static Set<Allowance> reach(URI gateway) {
        try {
            boolean isPrivate =
                    Arrays.stream(InetAddress.getAllByName(gateway.getHost())).anyMatch(Bridges::isPrivate);
            return isPrivate ? Set.of(Allowance.PRIVATE) : Set.of();
        } catch (UnknownHostException e) {
            // Nothing will be reached there anyway.
            return Set.of();
        }
    }

    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean isUniqueLocal = bytes.length == 16 && (bytes[0] & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL;
        return isUniqueLocal || address.isSiteLocalAddress();
    }
}
