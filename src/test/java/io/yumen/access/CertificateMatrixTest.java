package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.golden.Golden;
import io.yumen.http.server.Authority;
import io.yumen.http.server.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Who comes in with a certificate, and every defect of one at every door. The table stands in the documentation. */
class CertificateMatrixTest {
    private static final Path TABLE = Path.of("docs", "security", "negative-matrix-certificates.md");
    private static final int NO_CONNECTION = 0;
    private static final Set<Integer> REFUSED = Set.of(NO_CONNECTION, 400, 401);
    private static final String INTRODUCTION = """
        # Who is not let in with a certificate

        Each line is a way in which a certificate is not good, beside those of [other credentials](negative-matrix.md). The
        numbers are the statuses that were answered and how often; 0 is a handshake that failed. Each stands in the
        [audit trail](../audit.md), a handshake with the reason in the second column [as often as the trail has
        room](../audit.md#what-is-no-request). A test writes this page.

        """;

    @TempDir
    private Path folder;

    private Certificates server;
    private Certificates ann;
    private Certificates bob;
    private Certificates eve;
    private Certificates old;
    private Certificates ci;
    private Authority authority;
    private Locked gateway;

    /** What is shown, by which certificate of the connection. */
    private record Case(String name, SocketFactory sockets, List<String> headers, String query, String reason) {
        /** One that is heard, whatever it is answered then. */
        Case(String name, SocketFactory sockets, List<String> headers, String query) {
            this(name, sockets, headers, query, "");
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = make("gateway", "san=ip:127.0.0.1", "-0d");
        ann = make("ann", "ku=digitalSignature", "-0d");
        bob = make("bob", "san=uri:spiffe://example/agents/bob,email:bob@example.com", "-0d");
        eve = make("eve", "san=uri:spiffe://elsewhere/agents/eve,email:bob@example.com.evil.example", "-0d");
        old = make("old", "ku=digitalSignature", "-40d");
        ci = make("dns:ci.example.com", "ku=digitalSignature", "-0d");
        authority = new Authority(folder.resolve("authority"), "authority");
        String clients = Stream.of(ann, bob, eve, old, ci)
                        .map(Certificates::certificate)
                        .map(CertificateMatrixTest::read)
                        .collect(Collectors.joining())
                + read(authority.certificate());
        String access = """
                {"certificates": [
                   {"subject": "CN=ann", "principal": "ann", "roles": ["admin"]},
                   {"subject": "CN=old", "principal": "old", "roles": ["admin"]},
                   {"san": "dns:ci.example.com", "roles": ["admin"]},
                   {"san": "email:bob@example.com", "principal": "never", "roles": ["admin"], "tenant": "acme"},
                   {"san": "uri:spiffe://example/agents/*", "roles": ["operator"]}]}""";
        gateway = Locked.start(folder.resolve("state"), access, """
                , "tls": {"certificate": "%s", "key": "%s", "clients": "%s"}""".formatted(
                        server.certificate(), server.key(), Files.writeString(folder.resolve("clients.crt"), clients)));
        gateway.over(by(eve));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void a_certificate_opens_the_doors_of_whom_it_shows() throws Exception {
        for (Door door : Door.at(0)) {
            int status = status(new Case("ann", by(ann), List.of(), ""), door);
            assertThat(door.opensWith(status)).as("%s: %s", door.line(), status).isTrue();
        }
        Certificates vouched = authority.vouch("ann", "eku=clientAuth", "-1d");
        assertThat(status(new Case("ann by another", showing(vouched), List.of(), ""), door("GET /api/v1/keys")))
                .as("what the defects differ from")
                .isEqualTo(200);
        Door servers = door("GET /api/v1/servers");
        Door keys = door("GET /api/v1/keys");
        Case other = new Case("bob", by(bob), List.of(), "");
        assertThat(status(other, keys))
                .as("the first entry that is about it decides")
                .isEqualTo(200);
        assertThat(status(other, servers))
                .as("servers are for those of no tenant")
                .isEqualTo(403);
        String monitor = gateway.makeKey("{\"principal\": \"m\", \"roles\": [\"monitor\"]}")
                .path("key")
                .asString();
        assertThat(status(new Case("both", by(ann), List.of("X-API-Key: " + monitor), ""), keys))
                .as("what a header shows is what counts")
                .isEqualTo(403);
    }

    @Test
    void every_defect_is_refused_at_every_door_and_nothing_is_done() throws Exception {
        JsonNode before = gateway.operate("GET /api/v1/keys", "");
        RefusalTable table = new RefusalTable();
        List<Case> defects = defects();
        for (int turn = 0; turn < defects.size(); turn++) {
            Case defect = defects.get(turn);
            for (Door door : doors(defect, turn)) {
                int status = status(defect, door);
                assertThat(status == NO_CONNECTION)
                        .as("%s at %s", defect.name(), door.line())
                        .isEqualTo(!defect.reason().isEmpty());
                assertThat(status).as("%s at %s", defect.name(), door.line()).isIn(REFUSED);
                table.add(defect.name(), door, status);
            }
            table.because(defect.name(), defect.reason().isEmpty() ? "not by the handshake" : defect.reason());
        }

        assertThat(gateway.metrics())
                .doesNotContain("mcp_requests_total{")
                .doesNotContain("mcp_server_requests_total{");
        assertThat(gateway.operate("GET /api/v1/keys", "")).isEqualTo(before);
        Golden.matches(TABLE, table.text(INTRODUCTION));
        assertThat(gateway.recorded("refusal").stream()
                        .collect(Collectors.groupingBy(this::told, Collectors.counting())))
                .as("each is recorded: what was said, and what could not be said")
                .isEqualTo(defects.stream()
                        .collect(Collectors.groupingBy(
                                Case::reason,
                                Collectors.summingLong(one -> doors(one, 0).size()))));
    }

    /** A handshake that fails comes to no door: what somebody made himself tries all of them, the others one of each wire. */
    private static List<Door> doors(Case defect, int turn) {
        if (defect.reason().isEmpty() || defect.name().contains("made himself")) {
            return Door.at(turn);
        }
        return List.copyOf(Door.all()
                .collect(Collectors.toMap(Door::wire, door -> door, (one, other) -> one))
                .values());
    }

    /** Why no connection came of it; empty where one did. */
    private String told(JsonNode record) {
        boolean isHandshake = record.path("method").asString("").equals("handshake");
        assertThat(record.path("address").asString()).isEqualTo("127.0.0.1");
        assertThat(record.path("transport").asString("").equals("tls")).isEqualTo(isHandshake);
        assertThat(record.path("outcome").asString("")).isIn("denied", isHandshake ? "denied" : "failed");
        return isHandshake ? record.path("reason").asString() : "";
    }

    private List<Case> defects() throws Exception {
        return List.of(
                new Case("no certificate", by(server), List.of(), ""),
                broken(
                        "a certificate that somebody made himself, of the same subject",
                        forged(),
                        "certificate_unknown"),
                broken(
                        "a certificate of another authority of the same name",
                        new Authority(folder.resolve("alike"), "authority").vouch("ann", "eku=clientAuth", "-1d"),
                        "certificate_unknown"),
                broken(
                        "a certificate of our authority that has ended",
                        authority.vouch("ann", "eku=clientAuth", "-40d"),
                        "certificate_expired"),
                broken(
                        "a certificate of our authority that has not begun",
                        authority.vouch("ann", "eku=clientAuth", "+10d"),
                        "certificate_early"),
                broken(
                        "a certificate of our authority that is for servers",
                        authority.vouch("ann", "eku=serverAuth", "-1d"),
                        "certificate_unfit"),
                new Case("a certificate that has ended", by(old), List.of(), ""),
                new Case("a genuine certificate that shows nobody known", by(eve), List.of(), ""),
                new Case("a subject that is written like an alternative name", by(ci), List.of(), ""),
                new Case("a good certificate with a wrong key", by(ann), List.of("X-API-Key: ymk_none"), ""),
                new Case("a good certificate with a wrong token", by(ann), List.of("Authorization: Bearer none"), ""),
                new Case("a good certificate with a key in the query", by(ann), List.of(), "access_token=ymk_none"),
                new Case(
                        "a certificate in a header, as proxies write it",
                        by(server),
                        List.of("X-Client-Cert: CN=ann", "X-SSL-Client-S-DN: CN=ann", "X-SSL-Client-Verify: SUCCESS"),
                        ""));
    }

    private Case broken(String name, Certificates shown, String reason) throws Exception {
        return new Case(name, showing(shown), List.of(), "", reason);
    }

    /** Connections of a client that shows that certificate, asked for or not. */
    private SocketFactory showing(Certificates client) throws Exception {
        return Authority.insisting(server, client, client).getSocketFactory();
    }

    /** Chosen by the client for its name, and by nobody else. */
    private Certificates forged() throws Exception {
        return Certificates.make(Files.createDirectory(folder.resolve("forger")), "ann");
    }

    private Certificates make(String name, String extension, String start) throws Exception {
        return Certificates.make(Files.createDirectory(folder.resolve(name.replace(':', '-'))), name, extension, start);
    }

    private SocketFactory by(Certificates client) throws Exception {
        return server.trustedBy(client).getSocketFactory();
    }

    private int status(Case shown, Door door) {
        String line = door.line();
        if (!shown.query().isEmpty()) {
            line += (line.contains("?") ? "&" : "?") + shown.query();
        }
        try {
            return RawHttp.send(
                            shown.sockets(),
                            gateway.endpoint(),
                            line,
                            Stream.concat(door.headers().stream(), shown.headers().stream())
                                    .toList(),
                            door.body())
                    .status();
        } catch (IOException e) {
            return NO_CONNECTION;
        }
    }

    private static Door door(String line) {
        return Door.all().filter(door -> door.line().equals(line)).findFirst().orElseThrow();
    }

    private static String read(Path certificate) {
        try {
            return Files.readString(certificate);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
