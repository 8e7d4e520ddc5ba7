package io.yumen.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.audit.Audit;
import io.yumen.audit.AuditConfig;
import io.yumen.audit.Entry;
import io.yumen.audit.Outcome;
import io.yumen.audit.Recorder;
import io.yumen.http.server.Unheard.Why;
import io.yumen.telemetry.Metrics;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whoever can reach the port cannot have us write as much as he likes. */
final class StraysTest {
    private static final InetAddress SCANNER = InetAddress.ofLiteral("203.0.113.7");

    private final List<Entry> recorded = new ArrayList<>();
    private final Metrics metrics = new Metrics();
    private final Strays strays = new Strays(
            new Audit(
                    AuditConfig.DEFAULT,
                    new Recorder() {
                        @Override
                        public void record(Entry entry) {
                            recorded.add(entry);
                        }

                        @Override
                        public void recordDurably(Entry entry) {
                            throw new UnsupportedOperationException();
                        }

                        @Override
                        public String digest(byte[] value) {
                            return "";
                        }
                    },
                    InstantSource.system()),
            metrics);

    @Test
    void a_handshake_and_a_head_are_recorded_with_where_and_why() {
        strays.came(SCANNER, Why.CERTIFICATE_EXPIRED);
        strays.came(SCANNER, Why.MALFORMED);
        assertThat(recorded).hasSize(2);
        Entry handshake = recorded.getFirst();
        assertThat(handshake.kind()).isEqualTo(Entry.Kind.REFUSAL);
        assertThat(handshake.who().address()).isEqualTo("203.0.113.7");
        assertThat(handshake.who().transport()).isEqualTo("tls");
        assertThat(handshake.what().method()).isEqualTo("handshake");
        assertThat(handshake.outcome().word()).isEqualTo(Outcome.Word.DENIED);
        assertThat(handshake.outcome().reason()).isEqualTo("certificate_expired");
        Entry head = recorded.getLast();
        assertThat(head.who().transport()).isEqualTo("http");
        assertThat(head.outcome().code()).isEqualTo(400);
        assertThat(head.outcome().reason()).isEqualTo("malformed");
    }

    @Test
    void one_that_scans_fills_no_disk_and_keeps_no_other_from_being_recorded() {
        int many = 3_000;
        IntStream.range(0, many).forEach(turn -> strays.came(SCANNER, Why.NO_TLS));
        int ofOne = recorded.size();
        assertThat(ofOne).isBetween(20, many / 10);
        strays.came(InetAddress.ofLiteral("198.51.100.1"), Why.NO_TLS);
        assertThat(recorded).hasSize(ofOne + 1);
        assertThat(counted("mcp_unheard_connections_total{reason=\"no_tls\"}")).isEqualTo(many + 1);
        assertThat(counted("mcp_unheard_unrecorded_total")).isEqualTo(many - ofOne);
    }

    @Test
    void many_addresses_together_have_a_limit_too() {
        int many = 20_000;
        IntStream.range(0, many)
                .forEach(turn -> strays.came(
                        InetAddress.ofLiteral("10.1." + turn / 250 + "." + turn % 250), Why.CERTIFICATE_UNKNOWN));
        assertThat(recorded.size()).isBetween(2_000, many / 2);
    }

    @Test
    void who_only_left_is_counted_and_not_recorded() {
        strays.came(SCANNER, Why.LEFT);
        assertThat(recorded).isEmpty();
        assertThat(counted("mcp_unheard_connections_total{reason=\"left\"}")).isEqualTo(1);
    }

    private double counted(String name) {
        return new String(metrics.scrape(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
