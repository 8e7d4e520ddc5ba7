package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.access.State;
import io.yumen.app.servers.StoreShelf;
import io.yumen.secret.Sealer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Another master key takes the place of one, and nothing is lost on the way. */
@Timeout(300)
class RotatedKeyTest {
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int LOGINS = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private Remembering gateway;

    @BeforeEach
    void configure() throws IOException {
        gateway = Remembering.in(directory, "");
    }

    @Test
    void keys_of_clients_and_what_signs_tokens_outlive_the_rotation_and_the_old_key() throws Exception {
        String used;
        String unused;
        List<String> signers;
        try (Served served = gateway.start()) {
            used = gateway.key("ann");
            unused = gateway.key("ben");
            signers = Remembering.signers(served);
            assertThat(gateway.yumen("state", "rotate-key").err())
                    .contains("in use by process " + served.process().pid());
        }
        List<String> before = Files.readAllLines(gateway.keyFile());
        Shell.Said rotated = gateway.yumen("state", "rotate-key");
        assertThat(rotated.err()).isEmpty();
        assertThat(rotated.out())
                .contains("1 values were sealed with it", " of ann", " of ben", "yumen state drop-old-keys");
        assertThat(Files.readAllLines(gateway.keyFile())).hasSize(2).endsWith(before.getFirst());
        try (Served served = gateway.start()) {
            assertThat(Remembering.answer(served, used)).isEqualTo(OK);
            assertThat(Remembering.answer(served, used)).isEqualTo(OK);
            assertThat(Remembering.signers(served)).isEqualTo(signers);
        }
        assertThat(gateway.yumen("state", "drop-old-keys").err())
                .contains("would end: the key ", " of ben", "--force")
                .doesNotContain(" of ann");
        assertThat(Files.readAllLines(gateway.keyFile())).hasSize(2);
        Shell.Said dropped = gateway.yumen("state", "drop-old-keys", "--force");
        assertThat(dropped.err()).isEmpty();
        assertThat(dropped.out()).contains("Ended: the key ", " of ben", "Dropped ");
        assertThat(Files.readAllLines(gateway.keyFile())).hasSize(1).doesNotContain(before.getFirst());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(gateway.keyFile())))
                .isEqualTo("rw-------");
        try (Served served = gateway.start()) {
            assertThat(Remembering.answer(served, used)).isEqualTo(OK);
            assertThat(Remembering.answer(served, unused)).isEqualTo(UNAUTHORIZED);
            assertThat(Remembering.signers(served)).isEqualTo(signers);
        }
        assertThat(gateway.trail())
                .contains(
                        "\"place\":\"/state/rotate-key\"",
                        "\"place\":\"/state/drop-old-keys\"",
                        "\"transport\":\"files\"");
    }

    @Test
    void who_kills_the_rotation_at_any_moment_loses_nothing() throws Exception {
        gateway.start().close();
        try (State state = State.open(gateway.state())) {
            StoreShelf shelf = new StoreShelf(state.store().values());
            Sealer sealer = state.sealer(StoreShelf.SEALED.purpose());
            for (int i = 0; i < LOGINS; i++) {
                shelf.put("login-" + i, sealer.seal(("token " + i).getBytes(StandardCharsets.UTF_8), "login-" + i));
            }
        }
        for (int share : List.of(0, 1, LOGINS / 3, LOGINS - 1)) {
            killedAt(share);
            assertThat(opened()).isEqualTo(LOGINS);
        }
        assertThat(gateway.yumen("state", "rotate-key").exitCode()).isZero();
        assertThat(gateway.yumen("state", "drop-old-keys").exitCode()).isZero();
        assertThat(Files.readAllLines(gateway.keyFile())).hasSize(1);
        assertThat(opened()).isEqualTo(LOGINS);
    }

    @Test
    void a_key_from_elsewhere_is_rotated_by_whoever_keeps_it() throws Exception {
        String old = key();
        String next = key();
        String client;
        try (Served served = gateway.with("YUMEN_MASTER_KEY", old).start()) {
            client = gateway.key("ann");
            assertThat(Remembering.signers(served)).hasSize(1);
        }
        assertThat(gateway.with("YUMEN_MASTER_KEY", old)
                        .yumen("state", "rotate-key")
                        .err())
                .contains("the variable YUMEN_MASTER_KEY, which is not ours to change", "Put a new one before");
        Remembering both = gateway.with("YUMEN_MASTER_KEY", next + " " + old);
        assertThat(both.yumen("state", "rotate-key").out()).contains("1 values were sealed with it");
        try (Served served = both.start()) {
            assertThat(Remembering.answer(served, client)).isEqualTo(OK);
        }
        assertThat(gateway.with("YUMEN_MASTER_KEY", next).refusal()).contains("it is sealed with the master key ");
        assertThat(both.yumen("state", "drop-old-keys").out())
                .contains("Take them away from the variable YUMEN_MASTER_KEY now");
        try (Served served = gateway.with("YUMEN_MASTER_KEY", next).start()) {
            assertThat(Remembering.answer(served, client)).isEqualTo(OK);
            assertThat(Remembering.signers(served)).hasSize(1);
        }
    }

    /** Kills a rotation when it has written that many more syncs of the state than at its begin; at zero, with the file of the key. */
    private void killedAt(int share) throws Exception {
        int keys = Files.readAllLines(gateway.keyFile()).size();
        Process rotation = new ProcessBuilder(Peers.yumen(gateway.words("state", "rotate-key")))
                .directory(directory.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            long size = Files.size(gateway.state().resolve("state.db"));
            Await.until(
                    "it is so far",
                    PATIENCE,
                    () -> !rotation.isAlive()
                            || (share == 0
                                    ? Files.readAllLines(gateway.keyFile()).size() > keys
                                    : Files.size(gateway.state().resolve("state.db")) - size > share * 100L));
        } finally {
            rotation.destroyForcibly().waitFor();
        }
    }

    /** How many logins open. */
    private int opened() {
        try (State state = State.open(gateway.state())) {
            StoreShelf shelf = new StoreShelf(state.store().values());
            Sealer sealer = state.sealer(StoreShelf.SEALED.purpose());
            int count = 0;
            for (int i = 0; i < LOGINS; i++) {
                String name = "login-" + i;
                Optional<byte[]> token = shelf.get(name).flatMap(text -> sealer.open(text, name));
                count += token.isPresent() && new String(token.get(), StandardCharsets.UTF_8).equals("token " + i)
                        ? 1
                        : 0;
            }
            return count;
        }
    }

    private static String key() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }
}
