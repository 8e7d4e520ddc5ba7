package io.yumen.app.access;

import io.yumen.app.servers.StartException;
import io.yumen.app.servers.StoreShelf;
import io.yumen.audit.Audit;
import io.yumen.auth.AccessChain;
import io.yumen.auth.AddressGate;
import io.yumen.auth.Admission;
import io.yumen.auth.ApiKeys;
import io.yumen.auth.CertificateConfig;
import io.yumen.auth.ClientCertificates;
import io.yumen.auth.Denial;
import io.yumen.auth.Entrance;
import io.yumen.auth.OperatorToken;
import io.yumen.auth.ResourceNames;
import io.yumen.auth.ResourceRoutes;
import io.yumen.auth.Stays;
import io.yumen.auth.Strangers;
import io.yumen.auth.Withdrawal;
import io.yumen.auth.approval.Approvals;
import io.yumen.auth.jwt.Providers;
import io.yumen.auth.lockdown.Lock;
import io.yumen.auth.lockdown.Lockdown;
import io.yumen.auth.server.AuthorizationServer;
import io.yumen.auth.users.UserLimits;
import io.yumen.auth.users.Users;
import io.yumen.config.AccessSettings;
import io.yumen.config.GatewaySettings;
import io.yumen.config.LoginSettings;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.oauth.LoginRoutes;
import io.yumen.oauth.MemoryShelf;
import io.yumen.oauth.Vault;
import io.yumen.secret.Sealer;
import io.yumen.store.KeyValues;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantLimits;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** The one way in, as the settings in force say, and what it remembers. Only one thread at a time changes what it follows. */
public final class FrontDoor implements Entrance, LoginRoutes.Who, AutoCloseable {
    private final Optional<State> state;
    private final boolean isGuarded;
    private final Optional<ApiKeys> keys;
    private final Optional<Users> users;
    private final Optional<Lockdown> lockdown;
    private final Optional<LoginFactory> logins;
    private final Optional<Approvals> approvals;
    private final Stays stays = new Stays(InstantSource.system());
    private final OperatorToken operator = OperatorToken.create();
    private final ProviderFactory providers = new ProviderFactory();
    private volatile TenantLimits shares;
    private volatile Way current;

    private FrontDoor(GatewaySettings settings, Optional<State> kept, Audit audit) {
        this.state = kept;
        this.isGuarded = settings.access() != null;
        Optional<State> state = kept.filter(open -> isGuarded);
        this.shares = settings.limits().ofTenant();
        this.keys = state.map(open -> new ApiKeys(
                open.store().values(), open.sealer(ApiKeys.PURPOSE), InstantSource.system(), stays, () -> this.shares));
        this.approvals = state.map(open ->
                new Approvals(open.store().values(), open.sealer(Approvals.SEALED.purpose()), InstantSource.system()));
        this.users = state.map(open ->
                new Users(open.store().values(), UserLimits.DEFAULT, InstantSource.system(), () -> this.shares));
        this.lockdown = state.map(open -> new Lockdown(open.store().values(), InstantSource.system()));
        this.logins = state.map(open -> new LoginFactory(
                open, users.orElseThrow(), audit, new AuthorizationServer.Supervision(lockdown.orElseThrow(), stays)));
        this.current = way(
                new Following(
                        settings,
                        URI.create("http://127.0.0.1:" + settings.listen().port())),
                Optional.empty());
        state.ifPresent(this::followEnds);
    }

    /** What ends with users and by locks ends at once. */
    private void followEnds(State open) {
        Users people = users.orElseThrow();
        people.onEnd(user -> {
            current.server().ifPresent(server -> server.logOut(user));
            AuthorizationServer.endGrantsOf(open.store().values(), user);
            stays.withdraw(new Withdrawal.User(user.principal()));
        });
        Lockdown locks = lockdown.orElseThrow();
        locks.listen(lock -> {
            if (lock instanceof Lock.OfPrincipal of) {
                people.find(of.principal().name())
                        .filter(user -> user.principal().equals(of.principal()))
                        .ifPresent(user -> current.server().ifPresent(server -> server.logOut(user)));
            }
        });
        locks.listen(new Consequences(open.store().values(), keys.orElseThrow(), people, stays));
    }

    /**
     * What it follows.
     *
     * @param listener where the gateway listens, for which tokens are issued where the settings name no other URL
     */
    private record Following(GatewaySettings settings, URI listener) {
        /** What all of it says of tokens. */
        List<Object> tokens() {
            AccessSettings access = settings.access();
            return access == null ? List.of() : List.of(access.oidc(), Optional.ofNullable(access.login()), base());
        }

        /** Under which URL browsers and clients see us. */
        URI base() {
            AccessSettings access = settings.access();
            String resource = access == null ? null : access.resource();
            return resource == null ? listener : URI.create(resource);
        }
    }

    /**
     * How one comes in.
     *
     * @param addresses asks only where a request comes from
     * @param tokens the tokens that are accepted
     * @param resources tells clients where to get them
     * @param server issues some of them
     */
    private record Way(
            Following following,
            Entrance addresses,
            Entrance entrance,
            Optional<Providers> tokens,
            Optional<ResourceRoutes> resources,
            Optional<AuthorizationServer> server) {}

    /**
     * The door of those settings; state is opened only where there is something to remember.
     *
     * @param audit records who logs in
     * @throws StartException where the state cannot be used
     */
    public static FrontDoor of(GatewaySettings settings, Audit audit) {
        return new FrontDoor(
                settings, settings.hasMemory() ? Optional.of(State.open(settings)) : Optional.empty(), audit);
    }

    @Override
    public Admission admit(HttpRequest request) {
        long takenBack = stays.count();
        return switch (current.entrance().admit(request)) {
            case Admission.Admitted admitted ->
                lockdown.flatMap(locks -> locks.objection(admitted.access()))
                        .<Admission>map(Admission.Refused::new)
                        .orElseGet(
                                () -> new Admission.Admitted(admitted.access().after(takenBack)));
            case Admission.Refused refused -> refused;
        };
    }

    @Override
    public Denial.Demand demand(String path) {
        return current.tokens().map(tokens -> tokens.demand(path)).orElse(Denial.Demand.ANYTHING);
    }

    /**
     * Says whether those settings can be followed.
     *
     * @throws StartException where somebody must now show who he is, or need not any more: that takes a new start
     */
    public void check(GatewaySettings settings) {
        if ((settings.access() != null) != isGuarded) {
            throw new StartException("Whether there is an \"access\" takes effect only at the next start");
        }
        if (settings.hasMemory() && state.isEmpty()) {
            throw new StartException("That \"pins\" are kept takes effect only at the next start");
        }
    }

    /** Follows changed settings that were checked. */
    public void apply(GatewaySettings changed) {
        AccessSettings before = current.following().settings().access();
        AccessSettings after = changed.access();
        String issuer = ResourceNames.under(base()).base();
        shares = changed.limits().ofTenant();
        follow(new Following(changed, current.following().listener()));
        if (before != null && after != null) {
            Changes.between(before, after, issuer).forEach(stays::withdraw);
        }
    }

    /** Says where the gateway listens. */
    public void listensAt(URI origin) {
        follow(new Following(current.following().settings(), origin));
    }

    private void follow(Following changed) {
        boolean sameTokens = changed.tokens().equals(current.following().tokens());
        current = way(changed, sameTokens ? Optional.of(current) : Optional.empty());
    }

    /** Under which URL browsers see us. */
    public URI base() {
        return current.following().base();
    }

    /** What tells clients at that path where to get tokens, or issues them; empty where there is no such thing. */
    public Optional<HttpHandler> at(String path) {
        if (AuthorizationServer.serves(path)) {
            return current.server().map(this::open);
        }
        return ResourceNames.serves(path) ? current.resources().map(routes -> routes) : Optional.empty();
    }

    /** The keys, where somebody must show who he is. */
    public Optional<ApiKeys> keys() {
        return keys;
    }

    /** The users, where somebody must show who he is. */
    public Optional<Users> users() {
        return users;
    }

    /** Where users can log in their browsers show whose they are in no other way. */
    @Override
    public Optional<Principal> of(HttpRequest request) {
        return current.server().isPresent() ? current.server().get().browser(request) : principal(request);
    }

    @Override
    public Optional<String> placeToLogIn(Principal user, String page) {
        boolean canLogIn = users.flatMap(all -> all.find(user.name()))
                .filter(known -> known.principal().equals(user))
                .isPresent();
        return canLogIn ? current.server().map(server -> server.placeToLogIn(page)) : Optional.empty();
    }

    @Override
    public boolean mayLogIn(Principal user) {
        return lockdown.filter(locks -> locks.isLocked(user)).isEmpty();
    }

    /** Who is locked out, where somebody must show who he is. */
    public Optional<Lockdown> lockdown() {
        return lockdown;
    }

    /** Seals what clients carry: beyond this process where there is a state, else as long as it. */
    public Sealer sealer(String purpose) {
        return state.map(open -> open.sealer(purpose)).orElseGet(Sealer::ephemeral);
    }

    /** What goes on for as long as what let it in. */
    public Stays stays() {
        return stays;
    }

    /** What is remembered, where something is. */
    public Optional<State> state() {
        return state;
    }

    /** Where values are remembered: in the state where there is one, else as long as this process. */
    public KeyValues values() {
        return state.map(open -> open.store().values()).orElseGet(State::valuesOfProcess);
    }

    /** Where rights at servers lie: in the state where somebody must show who he is, else as long as this process. */
    public Vault vault() {
        return state.filter(open -> isGuarded)
                .map(open -> new Vault(new StoreShelf(open.store().values()), open.sealer(StoreShelf.SEALED.purpose())))
                .orElseGet(() -> new Vault(new MemoryShelf(), Sealer.ephemeral()));
    }

    /** Where calls wait for approval, where somebody must show who he is. */
    public Optional<Approvals> approvals() {
        return approvals;
    }

    /** Who makes that request, or empty where he may not come in. */
    private Optional<Principal> principal(HttpRequest request) {
        return admit(request) instanceof Admission.Admitted admitted
                ? Optional.of(admitted.access().principal())
                : Optional.empty();
    }

    /** By which the commands of this machine come in. */
    public OperatorToken operator() {
        return operator;
    }

    @Override
    public void close() {
        stays.close();
        providers.close();
        logins.ifPresent(LoginFactory::close);
        state.ifPresent(State::close);
    }

    /** @param kept how it was, where nothing else is said of tokens than before */
    private Way way(Following following, Optional<Way> kept) {
        AccessSettings access = following.settings().access();
        if (access == null) {
            return new Way(
                    following, Entrance.OPEN, Entrance.OPEN, Optional.empty(), Optional.empty(), Optional.empty());
        }
        ResourceNames names = ResourceNames.under(following.base());
        Optional<AuthorizationServer> server = kept.isPresent() ? kept.get().server() : server(access, names);
        Optional<Providers> tokens = kept.isPresent()
                ? kept.get().tokens()
                : providers.providers(access, server.map(own -> LoginFactory.issuer(own, names)), names);
        Entrance entrance = behindAddresses(
                access,
                new AccessChain(
                        new AccessChain.Proofs(
                                Optional.ofNullable(access.anonymous())
                                        .map(anybody -> Strangers.with(
                                                new HashSet<>(anybody.roles()),
                                                anybody.letInAnybodyFromAnywhere()
                                                        ? Strangers.From.ANYWHERE
                                                        : Strangers.From.THIS_MACHINE)),
                                keys.filter(offered -> access.keys()),
                                Optional.of(operator),
                                tokens.map(all -> all.asking(access.firstScopes())),
                                users.filter(offered -> access.passwords())),
                        certificates(access)));
        return new Way(
                following,
                behindAddresses(access, Entrance.OPEN),
                entrance,
                tokens,
                tokens.map(all -> ProviderFactory.routes(access, names)),
                server);
    }

    private static AddressGate behindAddresses(AccessSettings access, Entrance next) {
        return new AddressGate(next, access.allowAddresses(), access.denyAddresses());
    }

    /** That handler, which asks for itself who comes: for everybody who may come from where he is, while not all is locked. */
    public HttpHandler open(HttpHandler next) {
        return (request, response) -> {
            if (lockdown.filter(Lockdown::isEverythingLocked).isPresent()) {
                response.send(Denial.Reason.SUSPENDED.status());
                return;
            }
            switch (current.addresses().admit(request)) {
                case Admission.Admitted admitted -> next.handle(request, response);
                case Admission.Refused refused ->
                    response.send(refused.denial().reason().status());
            }
        };
    }

    private Optional<AuthorizationServer> server(AccessSettings access, ResourceNames names) {
        LoginSettings login = access.login();
        return login == null ? Optional.empty() : logins.map(factory -> factory.server(login, names));
    }

    private static Optional<ClientCertificates> certificates(AccessSettings access) {
        List<CertificateConfig> known = access.certificates().stream()
                .map(AccessSettings.Certificate::entry)
                .toList();
        return known.isEmpty() ? Optional.empty() : Optional.of(new ClientCertificates(known));
    }
}
