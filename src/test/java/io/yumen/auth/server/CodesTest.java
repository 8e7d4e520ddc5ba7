package io.yumen.auth.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.audit.Audit;
import io.yumen.auth.ResourceNames;
import io.yumen.auth.Stays;
import io.yumen.auth.lockdown.Lockdown;
import io.yumen.http.WebForm;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.oauth.discovery.Documents;
import io.yumen.oauth.discovery.OAuthLimits;
import io.yumen.secret.Sealer;
import io.yumen.store.Entry;
import io.yumen.store.Folder;
import io.yumen.store.Key;
import io.yumen.store.KeyValues;
import io.yumen.store.Page;
import io.yumen.store.StoreLimits;
import io.yumen.store.Value;
import io.yumen.store.Written;
import io.yumen.store.memory.MemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a code begins while its user's grants end. */
class CodesTest {
    private static final String ISSUER = "http://127.0.0.1:1";

    private final MemoryStore store = new MemoryStore(StoreLimits.DEFAULT, InstantSource.system());
    private final Documents documents = new Documents(
            OAuthLimits.DEFAULT,
            guard -> RelayClient.create(RelayClientConfig.defaults().with(guard)));
    private final Stays stays = new Stays(InstantSource.system());

    @AfterEach
    void close() {
        stays.close();
        documents.close();
        store.close();
    }

    @Test
    void a_code_that_is_redeemed_while_grants_end_begins_nothing() {
        KeyValues values = store.values();
        Codes codes = codes(new Interrupted(values, () -> Grants.endAll(values, grant -> true)));
        String code = codes.issue(request(), "ann");

        assertThatThrownBy(() -> codes.redeem(shown(code))).isInstanceOf(RefusedException.class);
        assertThat(Grants.endAll(values, grant -> true)).isZero();
    }

    @Test
    void grants_of_others_that_end_meanwhile_are_no_matter() {
        KeyValues values = store.values();
        Codes codes = codes(new Interrupted(
                values, () -> Grants.endAll(values, grant -> grant.user().equals("bob"))));

        assertThat(codes.redeem(shown(codes.issue(request(), "ann"))).user()).isEqualTo("ann");
        assertThat(Grants.endAll(values, grant -> true)).isOne();
    }

    @Test
    void a_code_is_good_for_exactly_what_was_asked_for() {
        Codes codes = codes(store.values());
        List<Codes.Shown> others = List.of(
                new Codes.Shown("", "other", Desk.CALLBACK, Browser.VERIFIER, ""),
                new Codes.Shown("", "editor", Desk.CALLBACK + "/", Browser.VERIFIER, ""),
                new Codes.Shown("", "editor", Desk.CALLBACK, Browser.VERIFIER + "x", ""),
                new Codes.Shown("", "editor", Desk.CALLBACK, Browser.VERIFIER.substring(0, 42), ""),
                new Codes.Shown("", "editor", Desk.CALLBACK, Browser.VERIFIER, ISSUER + "/other"));
        for (Codes.Shown other : others) {
            String code = codes.issue(request(), "ann");

            assertThatThrownBy(() -> codes.redeem(new Codes.Shown(
                            code, other.client(), other.redirect(), other.verifier(), other.resource())))
                    .as("%s", other)
                    .isInstanceOf(RefusedException.class);
        }
        assertThat(Grants.endAll(store.values(), grant -> true)).isZero();

        String resource = codes.redeem(shown(codes.issue(request(), "ann"))).resource();
        String code = codes.issue(request(), "ann");
        assertThat(codes.redeem(new Codes.Shown(code, "editor", Desk.CALLBACK, Browser.VERIFIER, resource))
                        .user())
                .isEqualTo("ann");
    }

    private Codes codes(KeyValues values) {
        AuthorizationServer.Supervision supervision =
                new AuthorizationServer.Supervision(new Lockdown(store.values(), InstantSource.system()), stays);
        Grants grants = new Grants(
                new AuthorizationServer.Tools(
                        values, Sealer.ephemeral(), documents, Audit.none(), InstantSource.system(), supervision),
                Duration.ofDays(1));
        return new Codes(values, grants, Duration.ofMinutes(1), InstantSource.system());
    }

    private static AuthorizationRequest request() {
        Client client = new Client("editor", "The editor", List.of(Desk.CALLBACK), Client.Origin.CONFIGURED);
        String query = Browser.authorize("editor", "");
        return AuthorizationRequest.read(
                WebForm.read(query.substring(query.indexOf('?') + 1)),
                client,
                new ResourceNames(ISSUER),
                Set.of("mcp"));
    }

    private static Codes.Shown shown(String code) {
        return new Codes.Shown(code, "editor", Desk.CALLBACK, Browser.VERIFIER, "");
    }

    /** Values among which something else happens after a code was marked as used, and before anything begins. */
    private record Interrupted(KeyValues values, Runnable meanwhile) implements KeyValues {
        @Override
        public Written replace(Key key, long version, Value value) {
            Written written = values.replace(key, version, value);
            meanwhile.run();
            return written;
        }

        @Override
        public Optional<Entry> get(Key key) {
            return values.get(key);
        }

        @Override
        public long changes() {
            return values.changes();
        }

        @Override
        public long put(Key key, Value value) {
            return values.put(key, value);
        }

        @Override
        public Written create(Key key, Value value) {
            return values.create(key, value);
        }

        @Override
        public boolean remove(Key key) {
            return values.remove(key);
        }

        @Override
        public boolean remove(Key key, long version) {
            return values.remove(key, version);
        }

        @Override
        public Page list(Folder folder, int limit) {
            return values.list(folder, limit);
        }

        @Override
        public Page list(Folder folder, Key after, int limit) {
            return values.list(folder, after, limit);
        }
    }
}
