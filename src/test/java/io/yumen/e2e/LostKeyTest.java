package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The way on for who lost the master key, and the way back for who finds it. */
@Timeout(180)
class LostKeyTest {
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;

    @TempDir
    private Path directory;

    private Remembering gateway;

    @BeforeEach
    void configure() throws IOException {
        gateway = Remembering.in(directory, "");
    }

    @Test
    void what_no_key_opens_is_forgotten_and_the_rest_stays_and_the_copy_brings_it_back() throws Exception {
        String key;
        List<String> signers;
        try (Served served = gateway.start()) {
            key = gateway.key("ann");
            signers = Remembering.signers(served);
            assertThat(gateway.shell()
                            .yumen("user", "create", "bea", "--role", "operator")
                            .exitCode())
                    .isZero();
        }
        assertThat(gateway.yumen("state", "forget-sealed", "--yes").out()).contains("there is nothing to forget");
        Path found = Files.move(gateway.keyFile(), directory.resolve("found"));
        Shell.Said told = gateway.yumen("state", "forget-sealed");
        assertThat(told.err()).isEmpty();
        assertThat(told.out())
                .contains("which is not there", "1 keys that sign our tokens", " of ann", "Nothing was changed");
        assertThat(gateway.keyFile()).doesNotExist();
        assertThat(gateway.refusal()).contains("yumen state forget-sealed");

        Shell.Said forgot = gateway.yumen("state", "forget-sealed", "--yes");
        assertThat(forgot.err()).isEmpty();
        assertThat(forgot.out())
                .contains("1 keys that sign our tokens", " of ann", "It is forgotten", "before-forget-");
        try (Served served = gateway.start()) {
            assertThat(Remembering.answer(served, key)).isEqualTo(UNAUTHORIZED);
            assertThat(Remembering.signers(served)).hasSize(1).doesNotContainAnyElementsOf(signers);
            assertThat(gateway.shell().yumen("user", "list").out()).contains("bea");
            assertThat(Remembering.answer(served, gateway.key("ann"))).isEqualTo(OK);
        }
        assertThat(gateway.trail()).contains("\"place\":\"/state/forget-sealed\"");

        Path copy;
        try (var files = Files.list(gateway.state())) {
            copy = files.filter(file -> file.toString().contains("before-forget-"))
                    .findFirst()
                    .orElseThrow();
        }
        assertThat(gateway.yumen("restore", copy.toString(), "--force").exitCode())
                .isZero();
        assertThat(gateway.refusal()).contains("it is sealed with the master key ");
        Files.move(found, gateway.keyFile(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        try (Served served = gateway.start()) {
            assertThat(Remembering.answer(served, key)).isEqualTo(OK);
            assertThat(Remembering.signers(served)).isEqualTo(signers);
        }
    }

    @Test
    void a_backup_opens_with_its_key_alone() throws Exception {
        String key;
        try (Served served = gateway.start()) {
            key = gateway.key("ann");
            assertThat(Remembering.answer(served, key)).isEqualTo(OK);
        }
        assertThat(gateway.yumen("backup", "copy.yumen").out()).contains("master.key");
        Path saved = Files.copy(gateway.keyFile(), directory.resolve("saved"));
        Remembering elsewhere = Remembering.in(Files.createDirectory(directory.resolve("elsewhere")), "");
        String copy = directory.resolve("copy.yumen").toString();
        assertThat(elsewhere.yumen("restore", copy).exitCode()).isZero();
        assertThat(elsewhere.refusal()).contains("there is no " + elsewhere.keyFile());
        Files.move(saved, elsewhere.keyFile());
        try (Served served = elsewhere.start()) {
            assertThat(Remembering.answer(served, key)).isEqualTo(OK);
        }
    }
}
