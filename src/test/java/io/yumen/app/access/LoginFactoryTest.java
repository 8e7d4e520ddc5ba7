package io.yumen.app.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.config.OAuthSettings.Network;
import io.yumen.http.client.EgressGuard.Allowance;
import org.junit.jupiter.api.Test;

/** What the settings of our own authorization server become. */
class LoginFactoryTest {
    @Test
    void documents_of_clients_lie_in_private_networks_only_where_it_says_so_and_never_on_this_machine() {
        assertThat(LoginFactory.reach(Network.PUBLIC)).isEmpty();
        assertThat(LoginFactory.reach(Network.PRIVATE)).containsExactly(Allowance.PRIVATE);
    }
}
