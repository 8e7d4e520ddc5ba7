package io.yumen.service.awsdocs.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.protocol.JsonCodec;
import io.yumen.service.awsdocs.shelf.Depot;
import io.yumen.service.awsdocs.shelf.Kept;
import io.yumen.service.awsdocs.shelf.Key;
import io.yumen.service.awsdocs.shelf.Kind;
import io.yumen.service.awsdocs.shelf.Stamp;
import io.yumen.service.awsdocs.shelf.Wanted;
import io.yumen.service.awsdocs.shelf.desk.Intake;
import io.yumen.service.awsdocs.shelf.desk.Pattern;
import io.yumen.service.awsdocs.shelf.index.IndexDepot;
import io.yumen.service.awsdocs.shelf.index.IndexLimits;
import io.yumen.service.awsdocs.upstream.Form;
import io.yumen.service.awsdocs.upstream.Freshness;
import io.yumen.store.TurnedClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is kept goes elsewhere as one file, and what is no such file changes nothing there. */
@Timeout(120)
final class PacksTest {
    private static final String GUIDE = "https://docs.aws.amazon.com/lantern/latest/userguide/";
    private static final PackLimits SMALL = new PackLimits(5, 2_000, 10_000);

    @TempDir
    private Path folder;

    private final TurnedClock clock = new TurnedClock();
    private Path pack;

    @BeforeEach
    void write() throws IOException {
        pack = folder.resolve("docs.pack");
        try (Depot depot = open("from")) {
            keep(depot, Key.page(GUIDE + "lamps.html"), "# Lamps\n\nThey shine in harbours.\n");
            keep(depot, Key.page(GUIDE + "wicks.html"), "# Wicks\n\nThey burn.\n");
            keep(depot, new Key(Kind.SEARCH, "0123"), "{}");
            keep(depot, new Key(Kind.CONTENTS, GUIDE + " CONTENTS"), "{\"contents\": []}");
            assertThat(packs(depot, PackLimits.DEFAULT).write(pack, Pattern.of("*")))
                    .isEqualTo(3);
        }
    }

    @Test
    void what_was_kept_is_read_and_searched_elsewhere() throws IOException {
        try (Depot depot = open("to")) {
            assertThat(packs(depot, PackLimits.DEFAULT).read(pack)).isEqualTo(new Packs.Taken(3, 0, 0));
            Kept lamps = depot.get(Key.page(GUIDE + "lamps.html")).orElseThrow();
            assertThat(lamps.source().text()).contains("They shine");
            assertThat(lamps.stamp().freshness().etag()).hasValue("\"e\"");
            assertThat(lamps.stamp().checked()).isEqualTo(clock.instant());
            assertThat(depot.search(Wanted.of("harbours", 5)))
                    .extracting(hit -> hit.address())
                    .containsExactly(GUIDE + "lamps.html");
            assertThat(packs(depot, PackLimits.DEFAULT).read(pack)).isEqualTo(new Packs.Taken(0, 3, 0));
        }
    }

    @Test
    void what_is_newer_there_stays() throws IOException {
        clock.turn(Duration.ofHours(1));
        try (Depot depot = open("to")) {
            keep(depot, Key.page(GUIDE + "lamps.html"), "# Lamps\n\nThey are brighter now.\n");
            assertThat(packs(depot, PackLimits.DEFAULT).read(pack)).isEqualTo(new Packs.Taken(2, 1, 0));
            assertThat(depot.get(Key.page(GUIDE + "lamps.html"))
                            .orElseThrow()
                            .source()
                            .text())
                    .contains("brighter");
        }
    }

    @Test
    void only_what_fits_is_written() throws IOException {
        try (Depot depot = open("from")) {
            assertThat(packs(depot, PackLimits.DEFAULT).write(pack, Pattern.of("/lantern/*/wicks.html")))
                    .isOne();
        }
        try (Depot depot = open("to")) {
            packs(depot, PackLimits.DEFAULT).read(pack);
            assertThat(depot.keys()).containsExactly(Key.page(GUIDE + "wicks.html"));
        }
    }

    @Test
    void what_nobody_would_take_in_is_not_written_and_leaves_the_older_pack_alone() throws IOException {
        byte[] before = Files.readAllBytes(pack);
        try (Depot depot = open("from")) {
            unwritten(depot, PackLimits.DEFAULT, "/nothing/*", "Nothing that is kept fits /nothing/*");
            unwritten(depot, new PackLimits(2, 2_000, 10_000), "*", "at most 2 copies, and these are 3");
            unwritten(depot, new PackLimits(5, 200, 10_000), "*", "leave it out with --pattern");
            unwritten(depot, new PackLimits(5, 2_000, 500), "*", "write several with --pattern");
            long unpacked = String.join("\n", lines()).length() + 1L;
            PackLimits exact = new PackLimits(3, 2_000, unpacked);
            unwritten(depot, new PackLimits(3, 2_000, unpacked - 1), "*", "write several with --pattern");
            assertThat(Files.readAllBytes(pack)).isEqualTo(before);
            assertThat(packs(depot, exact).write(pack, Pattern.of("*"))).isEqualTo(3);
            try (Depot other = open("to")) {
                assertThat(packs(other, exact).read(pack).taken()).isEqualTo(3);
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("docs.pack", "from", "to");
        }
    }

    private void unwritten(Depot depot, PackLimits limits, String pattern, String words) {
        assertThatThrownBy(() -> packs(depot, limits).write(pack, Pattern.of(pattern)))
                .isInstanceOf(PackRefused.class)
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 10, 40, 100})
    void a_pack_that_was_cut_off_is_refused(int length) throws IOException {
        byte[] whole = Files.readAllBytes(pack);
        Files.write(pack, Arrays.copyOf(whole, length));
        refused(PackLimits.DEFAULT, "");
        Files.write(pack, Arrays.copyOf(whole, whole.length - length - 1));
        refused(PackLimits.DEFAULT, "");
    }

    @Test
    void a_changed_pack_is_refused() throws IOException {
        List<String> lines = lines();
        lines.set(1, lines.get(1).replaceFirst("shine|burn|contents", "blind"));
        rewrite(lines);
        refused(PackLimits.DEFAULT, "its checksum is another");
    }

    @Test
    void what_stands_after_the_end_is_refused() throws IOException {
        List<String> lines = lines();
        lines.add(lines.get(1));
        rewrite(lines);
        refused(PackLimits.DEFAULT, "goes on after its end");
    }

    @Test
    void other_files_and_other_versions_are_refused() throws IOException {
        Files.writeString(pack, "PK nothing of the kind");
        refused(PackLimits.DEFAULT, "not packed with gzip");
        seal(List.of("{\"format\": \"other\", \"version\": 1}"));
        refused(PackLimits.DEFAULT, "no pack of the AWS documentation");
        seal(List.of("{\"format\": \"" + PackForm.NAME + "\", \"version\": 2}"));
        refused(PackLimits.DEFAULT, "of version 2; this Yumen reads 1");
        seal(List.of("[[[[[[[[[["));
        refused(PackLimits.DEFAULT, "no JSON");
    }

    /** Well sealed, by somebody who means ill. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name | https://evil.example/a.html",
                "name | https://docs.aws.amazon.com/../etc/passwd.html",
                "name | https://docs.aws.amazon.com/a/%2e%2e/b.html",
                "name | file:///etc/passwd",
                "name | https://docs.aws.amazon.com/lantern/latest/userguide/lamps.md",
                "name | https://docs.aws.amazon.com/lantern/latest/userguide/lamps.html#a",
                "address | https://evil.example/a.html",
                "address | http://169.254.169.254/latest/a.html",
                "kind | SEARCH",
                "kind | CONTENTS",
                "kind | NONE",
                "form | EXE",
                "fetched | soon",
                "checked | ''"
            })
    void an_entry_that_nobody_could_have_asked_for_is_refused(String key, String value) throws IOException {
        ObjectNode entry = page();
        entry.put(key, value);
        seal(List.of(head(), JsonCodec.text(entry)));
        refused(PackLimits.DEFAULT, "An entry of the pack is not what it should be");
        entry.remove(key);
        seal(List.of(head(), JsonCodec.text(entry)));
        refused(PackLimits.DEFAULT, "it has no \"" + key + "\"");
    }

    @Test
    void what_says_that_it_is_of_tomorrow_is_of_now() throws IOException {
        ObjectNode entry = page().put("checked", "2999-01-01T00:00:00Z").put("fetched", "2999-01-01T00:00:00Z");
        seal(List.of(head(), JsonCodec.text(entry)));
        try (Depot depot = open("to")) {
            packs(depot, PackLimits.DEFAULT).read(pack);
            assertThat(depot.get(Key.page(GUIDE + "lamps.html"))
                            .orElseThrow()
                            .stamp()
                            .checked())
                    .isEqualTo(clock.instant());
        }
    }

    @Test
    void a_pack_that_unpacks_to_too_much_is_refused_before_it_has() throws IOException {
        seal(List.of(head(), JsonCodec.text(page().put("text", "x".repeat(3_000)))));
        refused(SMALL, "a line of more than 2000 bytes");
        seal(List.of(head(), " ".repeat(100 << 20)));
        assertThat(Files.size(pack)).isLessThan(1 << 20);
        refused(PackLimits.DEFAULT, "a line of more than");
        String line = JsonCodec.text(page().put("text", "x".repeat(1_500)));
        seal(List.of(head(), line, line, line, line, line, line, line));
        refused(new PackLimits(50, 2_000, 10_000), "more than 10000 bytes, unpacked");
        String small = JsonCodec.text(page());
        seal(List.of(head(), small, small, small, small, small, small));
        refused(SMALL, "more than 5 copies");
    }

    private void refused(PackLimits limits, String words) throws IOException {
        try (Depot depot = open("to")) {
            assertThatThrownBy(() -> packs(depot, limits).read(pack))
                    .isInstanceOf(PackRefused.class)
                    .hasMessageContaining(words);
            assertThat(depot.keys()).isEmpty();
        }
    }

    private ObjectNode page() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", "PAGE")
                .put("name", GUIDE + "lamps.html")
                .put("address", GUIDE + "lamps.html")
                .put("form", "MARKDOWN")
                .put("fetched", clock.instant().toString())
                .put("checked", clock.instant().toString())
                .put("text", "# Lamps");
    }

    private String head() {
        return JsonCodec.text(PackForm.head(Instant.EPOCH));
    }

    private List<String> lines() throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(pack))) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            in.transferTo(all);
            return new ArrayList<>(all.toString(StandardCharsets.UTF_8).lines().toList());
        }
    }

    private void rewrite(List<String> lines) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(pack))) {
            for (String line : lines) {
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** Those lines with the checksum that they should have. */
    private void seal(List<String> lines) throws IOException {
        byte[] all = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        String hash;
        try {
            hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        List<String> sealed = new ArrayList<>(lines);
        sealed.add(JsonMapper.shared().writeValueAsString(PackForm.tail(lines.size() - 1, hash)));
        rewrite(sealed);
    }

    private void keep(Depot depot, Key key, String text) {
        Form form = key.kind() == Kind.PAGE ? Form.MARKDOWN : Form.JSON;
        String address = key.kind() == Kind.CONTENTS ? GUIDE + "toc-contents.json" : key.name();
        Freshness freshness = new Freshness(Optional.of("\"e\""), Optional.empty(), Optional.of(Duration.ofHours(2)));
        Intake.Taken taken = new Intake()
                .take(
                        key,
                        new Intake.Given(address, form, text),
                        new Stamp(freshness, clock.instant(), clock.instant()));
        assertThat(depot.put(taken.kept(), taken.contents())).isTrue();
    }

    private Packs packs(Depot depot, PackLimits limits) {
        return new Packs(depot, limits, clock);
    }

    private Depot open(String name) {
        return IndexDepot.open(folder.resolve(name), IndexLimits.DEFAULT, clock);
    }
}
