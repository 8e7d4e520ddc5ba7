package io.yumen.config.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.config.GatewaySettings;
import io.yumen.config.GuardSettings;
import io.yumen.config.LimitSettings;
import io.yumen.config.LimitSettings.Rates.Principals;
import io.yumen.limit.LimitConfig;
import io.yumen.limit.RateConfig;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the configuration says of limits, and what holds where it says nothing. */
class LimitSettingsTest {
    private static final int MEBIBYTE = 1 << 20;

    @Test
    void the_profile_of_public_sites_has_its_figures() {
        LimitSettings edge = limits("{\"rates\": {\"profile\": \"edge\"}}");
        assertThat(edge.rates().inForce(Principals.KNOWN))
                .isEqualTo(new LimitConfig(
                        rate("100000/s"),
                        rate("1000/h burst 2000"),
                        rate("20/m burst 20"),
                        Optional.empty(),
                        rate("100/s burst 1000"),
                        1_000));
        assertThat(edge.largestBody().toInt()).isEqualTo(MEBIBYTE);
    }

    @Test
    void what_is_left_out_is_as_for_a_team() {
        LimitSettings standard = limits("{}");
        assertThat(standard.rates().inForce(Principals.KNOWN))
                .isEqualTo(new LimitConfig(
                        Optional.empty(),
                        rate("100/s burst 1000"),
                        rate("20/m burst 20"),
                        Optional.empty(),
                        rate("100/s burst 1000"),
                        1_000));
        assertThat(standard.rates().inForce(Principals.ALL_ONE).principal()).isEmpty();
        assertThat(standard.largestBody().toInt()).isEqualTo(4 * MEBIBYTE);
    }

    @ParameterizedTest
    @CsvSource({"standard", "edge"})
    void what_is_said_comes_before_every_profile(String profile) {
        LimitSettings said = limits("""
                {"body": "2MiB", "rates": {"profile": "%s", "all": "1/s", "address": "2/s", "refused": "3/s", "tenant": "4/s",
                  "principal": "5/s", "underWay": 6}}""".formatted(profile));
        LimitConfig wanted = new LimitConfig(rate("1/s"), rate("2/s"), rate("3/s"), rate("4/s"), rate("5/s"), 6);
        assertThat(said.rates().inForce(Principals.KNOWN)).isEqualTo(wanted);
        assertThat(said.rates().inForce(Principals.ALL_ONE)).isEqualTo(wanted);
        assertThat(said.largestBody().toInt()).isEqualTo(2 * MEBIBYTE);
    }

    @Test
    void the_room_at_a_server_is_fixed_until_it_is_said_to_adapt() {
        GatewaySettings settings = ConfigFile.parse("""
                {"mcpServers": {"a": {"command": "x"}, "b": {"command": "x", "concurrency": "adaptive"}}}""");
        assertThat(concurrency(settings, "a")).isEqualTo(GuardSettings.Concurrency.FIXED);
        assertThat(concurrency(settings, "b")).isEqualTo(GuardSettings.Concurrency.ADAPTIVE);
    }

    private static GuardSettings.Concurrency concurrency(GatewaySettings settings, String server) {
        return Objects.requireNonNull(settings.mcpServers().get(server)).guard().concurrency();
    }

    private static LimitSettings limits(String limits) {
        return ConfigFile.parse("{\"limits\": " + limits + "}").limits();
    }

    private static Optional<RateConfig> rate(String text) {
        return Optional.of(RateConfig.parse(text));
    }
}
