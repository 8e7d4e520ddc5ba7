package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where the master key comes from. */
@Timeout(180)
class MasterKeyTest {
    private static final int OK = 200;

    @TempDir
    private Path directory;

    private Remembering gateway;

    @BeforeEach
    void configure() throws IOException {
        gateway = Remembering.in(directory, "");
    }

    @Test
    void it_is_made_beside_the_state_at_the_first_start_for_its_user_alone() throws Exception {
        gateway.start().close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(gateway.keyFile())))
                .isEqualTo("rw-------");
        assertThat(Base64.getDecoder()
                        .decode(Files.readString(gateway.keyFile()).strip()))
                .hasSize(32);
    }

    @Test
    void it_comes_from_the_environment_and_is_shown_and_handed_on_to_nobody() throws Exception {
        String secret = key();
        Path seen = directory.resolve("seen");
        Remembering.in(directory, """
                "log": {"level": "debug"},""");
        Files.writeString(
                gateway.configuration(),
                Files.readString(gateway.configuration()).replace("\"demo\"", """
                        "child": {"command": "sh", "args": ["-c", "env > %s; cat /proc/$$/environ >> %s; touch %s.done; cat"],
                                  "inheritParentEnv": true, "start": "eager"},
                        "demo\"""".formatted(seen, seen, seen)));
        Remembering keyed = gateway.with("YUMEN_MASTER_KEY", secret)
                .with("CREDENTIALS_DIRECTORY", directory.toString())
                .with("SOME_OTHER", "handed on");
        String key;
        try (Served served = keyed.start()) {
            key = keyed.key("ann");
            assertThat(Remembering.answer(served, key)).isEqualTo(OK);
            Await.until("the child runs", Duration.ofSeconds(30), () -> Files.exists(Path.of(seen + ".done")));
            assertThat(Files.readString(seen))
                    .contains("SOME_OTHER")
                    .doesNotContain("YUMEN_MASTER_KEY", secret, "CREDENTIALS_DIRECTORY");
            assertThat(served.printed()
                            + served.errors()
                            + served.get("/health").body())
                    .doesNotContain(secret);
        }
        assertThat(gateway.keyFile()).doesNotExist();
        try (Served served = keyed.start()) {
            assertThat(Remembering.answer(served, key)).isEqualTo(OK);
        }
        Files.writeString(
                gateway.configuration(),
                Files.readString(gateway.configuration()).replace("\"start\"", """
                        "env": {"STOLEN": "${env:YUMEN_MASTER_KEY}"}, "start\""""));
        assertThat(keyed.refusal()).contains("YUMEN_MASTER_KEY is not set").doesNotContain(secret);
    }

    @Test
    void a_credential_of_systemd_comes_before_a_file_that_the_settings_name_and_that_before_one_beside_the_state()
            throws Exception {
        Path credentials = Files.createDirectory(directory.resolve("credentials"));
        Path credential = write(credentials.resolve("yumen-master-key"), key());
        Path named = write(directory.resolve("named.key"), key());
        Remembering both = Remembering.in(directory, "\"masterKey\": \"" + named + "\",")
                .with("CREDENTIALS_DIRECTORY", credentials.toString());
        String key;
        try (Served served = both.start()) {
            key = both.key("ann");
            assertThat(Remembering.answer(served, key)).isEqualTo(OK);
        }
        Files.move(credential, directory.resolve("away"));
        assertThat(both.refusal())
                .contains("it is sealed with the master key ", named + " holds ", "yumen state forget-sealed");
        Files.move(named, credential);
        Files.move(directory.resolve("away"), named);
        Files.delete(credential);
        try (Served served = both.start()) {
            assertThat(Remembering.answer(served, key)).isEqualTo(OK);
        }
        assertThat(gateway.keyFile()).doesNotExist();
        Files.delete(named);
        assertThat(both.refusal()).contains("There is no " + named, "openssl rand");
    }

    @Test
    void what_is_no_key_is_refused_with_what_is_wrong() throws Exception {
        String small = Base64.getEncoder().encodeToString(new byte[16]);
        assertThat(gateway.with("YUMEN_MASTER_KEY", small).refusal())
                .contains("YUMEN_MASTER_KEY is no key", "16 bytes, and not 32", "openssl rand -base64 32")
                .doesNotContain(small);
        assertThat(gateway.with("YUMEN_MASTER_KEY", "p@ssw0rd!").refusal())
                .contains("no Base64")
                .doesNotContain("p@ssw0rd");
        assertThat(gateway.with("YUMEN_MASTER_KEY", " ").refusal()).contains("YUMEN_MASTER_KEY is empty");
        gateway.start().close();
        Files.setPosixFilePermissions(gateway.keyFile(), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(gateway.refusal())
                .contains(gateway.keyFile() + " can be read by others (rw-r-----): chmod 600 " + gateway.keyFile());
    }

    @Test
    void a_state_that_another_key_sealed_is_left_as_it_is() throws Exception {
        String key;
        try (Served served = gateway.start()) {
            key = gateway.key("ann");
            assertThat(Remembering.answer(served, key)).isEqualTo(OK);
        }
        Path saved = Files.move(gateway.keyFile(), directory.resolve("saved"));
        assertThat(gateway.refusal()).contains("it is sealed with the master key ", "there is no " + gateway.keyFile());
        assertThat(gateway.keyFile()).doesNotExist();
        assertThat(gateway.with("YUMEN_MASTER_KEY", key()).refusal())
                .contains("it is sealed with the master key ", "the variable YUMEN_MASTER_KEY holds ");
        assertThat(gateway.yumen("key", "recover").err()).contains("it is sealed with the master key ");
        String text = Files.readString(saved).strip();
        try (Served served = gateway.with("YUMEN_MASTER_KEY", text).start()) {
            assertThat(Remembering.answer(served, key)).isEqualTo(OK);
        }
    }

    private static String key() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    private static Path write(Path file, String text) throws IOException {
        Files.writeString(file, text + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
