package io.yumen.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yumen.backend.Backend;
import io.yumen.backend.BackendEvents;
import io.yumen.backend.Control;
import io.yumen.backend.ScopeKey;
import io.yumen.backend.ServerState;
import io.yumen.backend.login.OnBehalfBackend;
import io.yumen.backend.login.Seats;
import io.yumen.exchange.Caller;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Results;
import io.yumen.oauth.caller.CallerRight;
import io.yumen.oauth.caller.CallerRights;
import io.yumen.oauth.caller.ExchangeLimits;
import io.yumen.oauth.discovery.OAuthException;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.tenant.Access;
import io.yumen.tenant.CallerToken;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Connections that speak by the right of who called last, and what becomes of them with that. */
class OnBehalfSeatsTest {
    private final Seats seats = new Seats(ExchangeLimits.DEFAULT);
    private final Server server = new Server();
    private FakeWorld world;
    private OnBehalfBackend backend;

    @BeforeEach
    void begin() throws IOException {
        world = new FakeWorld();
        world.at(
                "/token",
                body -> world.json("{'access_token':'for-"
                        + FakeWorld.form(body).get("subject_token") + "','token_type':'Bearer','expires_in':600}"));
        // One right at hand: what others exchanged only their connections have.
        ExchangeLimits few = new ExchangeLimits(1, Duration.ofHours(1), Duration.ofSeconds(2));
        backend = new OnBehalfBackend(
                server, new CallerRights(world.exchanger(world.origin(), Optional.of("crm")), few), seats);
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void a_connection_speaks_by_the_token_of_the_call_that_came_last() {
        call("ann", "first");
        assertThat(sent("ann")).isEqualTo("Bearer for-first");
        call("ann", "second");
        assertThat(sent("ann")).isEqualTo("Bearer for-second");
        call("ben", "third");
        assertThat(sent("ann")).isEqualTo("Bearer for-second");
        assertThat(sent("ben")).isEqualTo("Bearer for-third");
    }

    @Test
    void what_only_an_open_connection_still_has_ends_with_the_access_of_its_caller() {
        List<CallerRight> ofAnn = new ArrayList<>();
        for (String name : List.of("ann", "ben", "eve")) {
            call(name, name + "-s");
            if (name.equals("ann")) {
                ofAnn.add(seats.at(scope(name)).orElseThrow());
            }
        }
        backend.accessEnded(access -> access.principal().name().equals("ann"));

        assertThat(server.ended).containsExactly(scope("ann"));
        assertThat(seats.at(scope("ann"))).isEmpty();
        assertThatExceptionOfType(OAuthException.class)
                .isThrownBy(ofAnn.getFirst()::headers)
                .withMessageContaining("whose access has ended");
        assertThat(sent("ben")).isEqualTo("Bearer for-ben-s");
    }

    private void call(String who, String token) {
        backend.handle(Exchange.own(
                Methods.TOOLS_CALL,
                JsonNodeFactory.instance.objectNode(),
                new Caller(
                        access(who, token),
                        ClientKey.STATELESS,
                        Revision.NEWEST,
                        ClientCapabilities.NONE,
                        JsonNodeFactory.instance.objectNode()),
                new Cancellation()));
    }

    private String sent(String who) {
        return seats.at(scope(who))
                .orElseThrow()
                .headers()
                .first("Authorization")
                .orElse("");
    }

    private Access access(String who, String token) {
        return Access.plain(principal(who), Access.Proof.JWT)
                .until(world.now().plusSeconds(3_600))
                .withToken(new CallerToken(world.origin(), token));
    }

    private static Principal principal(String who) {
        return new Principal(new TenantId("acme"), who);
    }

    private static ScopeKey scope(String who) {
        return new ScopeKey.User(principal(who));
    }

    /** A server that answers everything, each principal over a connection of its own. */
    private static final class Server implements Backend {
        private final List<ScopeKey> ended = new ArrayList<>();

        @Override
        public String name() {
            return "crm";
        }

        @Override
        public ServerState state() {
            return new ServerState.Ready();
        }

        @Override
        public ScopeKey scopeOf(Caller caller) {
            return scope(caller.principal().name());
        }

        @Override
        public void listen(BackendEvents events) {
            // It says nothing by itself.
        }

        @Override
        public void sessionEnded(ClientKey.Session session) {
            // It keeps nothing.
        }

        @Override
        public void scopeEnded(ScopeKey scope) {
            ended.add(scope);
        }

        @Override
        public Control control() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ObjectNode handle(Exchange exchange) {
            return Results.empty();
        }

        @Override
        public void close() {
            // It has nothing open.
        }
    }
}
