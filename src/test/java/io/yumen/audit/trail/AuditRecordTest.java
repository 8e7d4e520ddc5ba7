package io.yumen.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.audit.AuditRecord;
import io.yumen.protocol.FieldWriter;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What is said of the members of records, held against what is written and against the page that explains them. */
final class AuditRecordTest {
    private static final Pattern NAME = Pattern.compile("`([a-z0-9]+)`");
    private static final Set<String> MEMBERS = Arrays.stream(AuditRecord.class.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toCollection(TreeSet::new));

    @TempDir
    private Path folder;

    @Test
    void the_page_explains_every_member_and_no_other() throws IOException {
        Set<String> explained = new TreeSet<>();
        boolean inTable = false;
        for (String line : Files.readAllLines(Path.of("docs/audit.md"))) {
            if (line.startsWith("| field | what |")) {
                inTable = true;
            } else if (inTable && !line.startsWith("|")) {
                break;
            } else if (inTable) {
                Matcher names = NAME.matcher(line.split("\\|")[1]);
                while (names.find()) {
                    explained.add(names.group(1));
                }
            }
        }
        assertThat(explained).isEqualTo(MEMBERS);
    }

    @Test
    void what_a_trail_writes_has_no_other_members() throws IOException {
        TrailConfig config = Trails.in(folder, Trails.LIMITS);
        try (Trail trail = Trails.start(config)) {
            trail.recordDurably(Trails.call("read"));
        }
        for (ObjectNode written : new Search(config.directory()).find(Query.all())) {
            assertThat(MEMBERS).containsAll(written.propertyNames());
        }
        Instant now = Instant.now();
        List<Consumer<FieldWriter>> own = List.of(
                Records.opened(now, "The disk was full", Optional.empty()),
                Records.sealed(now, "torn".getBytes(StandardCharsets.US_ASCII)),
                Records.gap(now, 3),
                Records.checkpoint(now, 9, 3),
                Records.removed(now, 2),
                Records.closed(now));
        for (Consumer<FieldWriter> record : own) {
            FieldWriter fields = new FieldWriter();
            record.accept(fields);
            assertThat(MEMBERS)
                    .containsAll(Line.fields(fields.bytes()).orElseThrow().propertyNames());
        }
        assertThat(MEMBERS).contains(Records.MISSING);
    }
}
