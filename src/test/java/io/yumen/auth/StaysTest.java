package io.yumen.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class StaysTest {
    private static final Principal ANN = new Principal(TenantId.LOCAL, "ann");

    private volatile Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final Stays stays = new Stays(() -> now);
    private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        stays.close();
    }

    @Test
    void who_came_in_until_a_time_goes_then_and_not_before() throws InterruptedException {
        stays.begin(key("a").until(now.plusSeconds(60)), ended::add);
        stays.begin(key("b"), ended::add);
        now = now.plusSeconds(59);
        stays.turn();
        assertThat(ended).isEmpty();
        now = now.plusSeconds(1);
        stays.turn();
        assertThat(next()).isEqualTo("The credential has expired");
        assertThat(ended).isEmpty();
    }

    @Test
    void who_came_in_too_late_goes_soon() throws InterruptedException {
        stays.begin(key("a").until(now.minusSeconds(1)), ended::add);
        assertThat(next()).isEqualTo("The credential has expired");
    }

    @Test
    void what_is_over_by_itself_is_not_told() throws InterruptedException {
        stays.begin(key("a").until(now.plusSeconds(1)), ended::add).over();
        stays.begin(key("b").until(now.plusSeconds(1)), why -> ended.add("b"));
        now = now.plusSeconds(2);
        stays.turn();
        stays.withdraw(new Withdrawal.Key("a"));
        assertThat(next()).isEqualTo("b");
        assertThat(ended).isEmpty();
    }

    @Test
    void a_key_that_is_taken_back_ends_what_it_opened_and_nothing_else() throws InterruptedException {
        stays.begin(key("a"), why -> ended.add("a"));
        stays.begin(key("b"), why -> ended.add("b"));
        stays.begin(token("a", "client"), why -> ended.add("token"));
        stays.withdraw(new Withdrawal.Key("a"));
        assertThat(next()).isEqualTo("a");
        stays.withdraw(new Withdrawal.Key("a"));
        stays.withdraw(new Withdrawal.Grant("a"));
        assertThat(next()).isEqualTo("token");
        assertThat(ended).isEmpty();
    }

    @Test
    void what_was_taken_back_between_coming_in_and_staying_is_not_missed() throws InterruptedException {
        Access early = key("a").after(stays.count());
        stays.withdraw(new Withdrawal.Key("a"));
        assertThat(stays.missed(early)).contains("taken back");
        assertThat(stays.missed(key("b").after(stays.count()))).isEmpty();
        stays.begin(early, ended::add);
        assertThat(next()).contains("taken back");
        // Whoever is let in later is let in, as by a lock that was lifted.
        assertThat(stays.missed(key("a").after(stays.count()))).isEmpty();
    }

    @Test
    void a_credential_is_taken_back_at_a_time_that_was_said_before() throws InterruptedException {
        stays.begin(key("a"), ended::add);
        stays.withdrawAt(now.plus(Duration.ofHours(24)), new Withdrawal.Key("a"));
        stays.turn();
        assertThat(ended).isEmpty();
        now = now.plus(Duration.ofHours(24));
        stays.turn();
        assertThat(next()).contains("taken back");
    }

    @Test
    void each_withdrawal_covers_whom_it_names() {
        Access operator = Access.plain(new Principal(TenantId.LOCAL, "operator"), Access.Proof.KEY)
                .withCredential("operator");
        assertThat(new Withdrawal.OfEverybody().covers(key("a"))).isTrue();
        assertThat(new Withdrawal.OfEverybody().covers(operator)).isFalse();
        assertThat(new Withdrawal.OfPrincipal(operator.principal()).covers(operator))
                .isFalse();
        assertThat(new Withdrawal.OfPrincipal(ANN).covers(token("g", "c"))).isTrue();
        assertThat(new Withdrawal.OfPrincipal(new Principal(new TenantId("other"), "ann")).covers(key("a")))
                .isFalse();
        assertThat(new Withdrawal.OfClient("c").covers(token("g", "c"))).isTrue();
        assertThat(new Withdrawal.OfClient("").covers(key("a"))).isFalse();
        assertThat(new Withdrawal.User(ANN).covers(token("g", "c"))).isTrue();
        assertThat(new Withdrawal.User(ANN).covers(key("a"))).isFalse();
    }

    private String next() throws InterruptedException {
        return ended.poll(10, TimeUnit.SECONDS);
    }

    private static Access key(String id) {
        return Access.plain(ANN, Access.Proof.KEY).withCredential(id);
    }

    private static Access token(String grant, String client) {
        return Access.plain(ANN, Access.Proof.TOKEN)
                .withClaims(client, JsonNodeFactory.instance.objectNode().put("sid", grant));
    }
}
