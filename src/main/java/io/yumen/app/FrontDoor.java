package io.yumen.app;

import io.yumen.app.servers.StartException;
import io.yumen.app.servers.StoreShelf;
import io.yumen.auth.AccessChain;
import io.yumen.auth.AddressGate;
import io.yumen.auth.Admission;
import io.yumen.auth.ApiKeys;
import io.yumen.auth.CertificateConfig;
import io.yumen.auth.ClientCertificates;
import io.yumen.auth.Entrance;
import io.yumen.auth.OperatorToken;
import io.yumen.auth.approval.Approvals;
import io.yumen.config.AccessSettings;
import io.yumen.config.GatewaySettings;
import io.yumen.http.server.HttpRequest;
import io.yumen.oauth.MemoryShelf;
import io.yumen.oauth.Vault;
import io.yumen.secret.Sealer;
import io.yumen.tenant.Principal;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** The one way in, as the settings in force say, and what it remembers. */
final class FrontDoor implements Entrance, AutoCloseable {
    private final Optional<State> state;
    private final Optional<ApiKeys> keys;
    private final Optional<Approvals> approvals;
    private final OperatorToken operator = OperatorToken.create();
    private volatile Entrance current;

    private FrontDoor(GatewaySettings settings, Optional<State> state) {
        this.state = state;
        this.keys =
                state.map(open -> new ApiKeys(open.store().values(), open.sealer("api keys"), InstantSource.system()));
        this.approvals = state.map(
                open -> new Approvals(open.store().values(), open.sealer("approvals"), InstantSource.system()));
        this.current = entrance(settings);
    }

    /**
     * The door of those settings; state is opened only where somebody must show who he is.
     *
     * @throws StartException where the state cannot be used
     */
    static FrontDoor of(GatewaySettings settings) {
        return new FrontDoor(
                settings,
                Optional.ofNullable(settings.access()).map(access -> State.open(State.folder(settings.state()))));
    }

    @Override
    public Admission admit(HttpRequest request) {
        return current.admit(request);
    }

    /**
     * Says whether those settings can be followed.
     *
     * @throws StartException where somebody must now show who he is, or need not any more: that takes a new start
     */
    void check(GatewaySettings settings) {
        if ((settings.access() == null) == state.isPresent()) {
            throw new StartException("Whether there is an \"access\" takes effect only at the next start");
        }
    }

    /** Follows changed settings that were checked. */
    void apply(GatewaySettings settings) {
        current = entrance(settings);
    }

    /** The keys, where somebody must show who he is. */
    Optional<ApiKeys> keys() {
        return keys;
    }

    /** What is remembered, where somebody must show who he is. */
    Optional<State> state() {
        return state;
    }

    /** Where rights at servers lie: in the state where there is one, else as long as this process. */
    Vault vault() {
        return state.map(open -> new Vault(new StoreShelf(open.store().values()), open.sealer("rights at servers")))
                .orElseGet(() -> new Vault(new MemoryShelf(), Sealer.ephemeral()));
    }

    /** Where calls wait for approval, where somebody must show who he is. */
    Optional<Approvals> approvals() {
        return approvals;
    }

    /** Who makes that request, or empty where he may not come in. */
    Optional<Principal> principal(HttpRequest request) {
        return admit(request) instanceof Admission.Admitted admitted
                ? Optional.of(admitted.access().principal())
                : Optional.empty();
    }

    /** By which the commands of this machine come in. */
    OperatorToken operator() {
        return operator;
    }

    @Override
    public void close() {
        state.ifPresent(State::close);
    }

    private Entrance entrance(GatewaySettings settings) {
        AccessSettings access = settings.access();
        return access == null
                ? Entrance.OPEN
                : new AddressGate(
                        new AccessChain(
                                new AccessChain.Proofs(
                                        Optional.ofNullable(access.anonymous())
                                                .map(anybody -> AccessChain.anonymous(new HashSet<>(anybody.roles()))),
                                        keys.filter(offered -> access.keys()),
                                        Optional.of(operator)),
                                certificates(access)),
                        access.allowAddresses(),
                        access.denyAddresses());
    }

    private static Optional<ClientCertificates> certificates(AccessSettings access) {
        List<CertificateConfig> known = access.certificates().stream()
                .map(AccessSettings.Certificate::entry)
                .toList();
        return known.isEmpty() ? Optional.empty() : Optional.of(new ClientCertificates(known));
    }
}
