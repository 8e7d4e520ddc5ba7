package io.yumen.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

final class BodyBudgetTest {
    @Test
    void one_address_has_half_and_leaves_the_rest_to_others() throws UnknownHostException {
        BodyBudget budget = new BodyBudget(100, 10);
        InetAddress greedy = InetAddress.getByName("192.0.2.1");
        InetAddress other = InetAddress.getByName("192.0.2.2");
        for (int body = 0; body < 5; body++) {
            assertThat(budget.take(greedy, 10)).isTrue();
        }
        assertThat(budget.take(greedy, 1)).isFalse();
        assertThat(budget.take(other, 50)).isTrue();
        assertThat(budget.take(InetAddress.getByName("192.0.2.3"), 1)).isFalse();
        budget.give(greedy, 10);
        budget.give(other, 50);
        assertThat(budget.take(greedy, 11)).isFalse();
        assertThat(budget.take(greedy, 10)).isTrue();
        assertThat(budget.take(other, 50)).isTrue();
    }

    @Test
    void one_body_of_the_largest_size_always_has_room_in_a_share() throws UnknownHostException {
        BodyBudget budget = new BodyBudget(15, 10);
        assertThat(budget.take(InetAddress.getByName("192.0.2.1"), 10)).isTrue();
        assertThat(budget.take(InetAddress.getByName("192.0.2.1"), 1)).isFalse();
        assertThat(budget.take(InetAddress.getByName("192.0.2.2"), 5)).isTrue();
    }

    @Test
    void who_has_a_network_of_ipv6_has_one_share() throws UnknownHostException {
        BodyBudget budget = new BodyBudget(100, 10);
        assertThat(budget.take(InetAddress.getByName("2001:db8::1"), 50)).isTrue();
        assertThat(budget.take(InetAddress.getByName("2001:db8::2"), 1)).isFalse();
        assertThat(budget.take(InetAddress.getByName("2001:db8:0:1::1"), 1)).isTrue();
    }
}
