package io.yumen.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.app.servers.StartException;
import io.yumen.app.servers.StoreShelf;
import io.yumen.auth.ApiKeys;
import io.yumen.auth.NewKey;
import io.yumen.auth.Stays;
import io.yumen.config.GatewaySettings;
import io.yumen.config.file.ConfigFile;
import io.yumen.secret.MasterKey;
import io.yumen.secret.Sealer;
import io.yumen.store.Entry;
import io.yumen.store.KeyValues;
import io.yumen.store.Space;
import io.yumen.tenant.Scopes;
import io.yumen.tenant.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state from before master keys had ids. */
class StateTest {
    private static final String LOGIN = "ann at crm";

    @TempDir
    private Path parent;

    @Test
    void a_state_whose_key_is_named_nowhere_is_opened_by_the_key_that_opens_something() throws IOException {
        seal();
        try (State state = State.open(folder())) {
            assertThat(opened(state)).hasValue("token");
        }
        assertThat(lost()).isEmpty();
    }

    @Test
    void another_key_is_refused_and_the_state_left_as_it_is() throws IOException {
        seal();
        Path own = Files.move(key(), parent.resolve("own"));
        MasterKey.random().replace(key());
        assertThatThrownBy(() -> State.open(folder()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("a master key that has no id yet, and " + key() + " holds ")
                .hasMessageContaining("which opens nothing of it. Bring that key back")
                .hasMessageContaining("yumen state forget-sealed");
        Files.move(own, Files.createDirectories(parent.resolve("back")).resolve("master.key"));
        Files.delete(key());
        Files.move(parent.resolve("back").resolve("master.key"), key());
        try (State state = State.open(folder())) {
            assertThat(opened(state)).hasValue("token");
        }
    }

    @Test
    void no_key_is_made_for_what_another_one_made() throws IOException {
        try (State state = State.open(folder())) {
            new ApiKeys(
                            state.store().values(),
                            state.sealer(ApiKeys.PURPOSE),
                            InstantSource.system(),
                            new Stays(InstantSource.system()))
                    .create(new NewKey(new TenantId("default"), "ann", Set.of(), Scopes.ALL, "", Optional.empty()));
            forgetIds(state.store().values());
        }
        Files.delete(key());
        assertThatThrownBy(() -> State.open(folder()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("a master key that has no id yet, and there is no " + key());
        assertThat(key()).doesNotExist();
    }

    @Test
    void what_no_key_opens_can_be_forgotten() throws IOException {
        seal();
        MasterKey.random().replace(key());
        assertThat(lost()).containsExactly("unnamed");
        try (StateKeys keys = StateKeys.open(settings())) {
            assertThat(keys.forget().sealed()).containsEntry("logins at servers", 1);
        }
        assertThat(lost()).isEmpty();
        try (State state = State.open(folder())) {
            assertThat(opened(state)).isEmpty();
        }
    }

    private Iterable<String> lost() {
        try (StateKeys keys = StateKeys.open(settings())) {
            return keys.unreadable().lost();
        }
    }

    /** A state with one login that is sealed by the key beside it, as it was when neither the key nor the seal had an id. */
    private void seal() {
        try (State state = State.open(folder())) {
            String seal =
                    state.sealer(StoreShelf.SEALED.purpose()).seal("token".getBytes(StandardCharsets.UTF_8), LOGIN);
            new StoreShelf(state.store().values()).put(LOGIN, seal.substring(seal.indexOf('.') + 1));
            forgetIds(state.store().values());
        }
    }

    private static void forgetIds(KeyValues values) {
        for (Entry entry : values.list(Space.SEALS.ofGateway(), 100).entries()) {
            assertThat(values.remove(entry.key())).isTrue();
        }
    }

    private static Optional<String> opened(State state) {
        Sealer sealer = state.sealer(StoreShelf.SEALED.purpose());
        return new StoreShelf(state.store().values())
                .get(LOGIN)
                .flatMap(seal -> sealer.open(seal, LOGIN))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private GatewaySettings settings() {
        return ConfigFile.parse("""
                {"state": "%s", "access": {"login": {}}}""".formatted(folder()));
    }

    private Path folder() {
        return parent.resolve("state");
    }

    private Path key() {
        return folder().resolve("master.key");
    }
}
