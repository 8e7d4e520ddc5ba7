package io.yumen.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.http.Headers;
import io.yumen.limit.LimitConfig;
import io.yumen.limit.Limiter;
import io.yumen.limit.RateConfig;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which refusals count against the address that they go to. */
class LimitedEntranceTest {
    private static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.7");

    private final Limiter limiter = new Limiter(
            new LimitConfig(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(RateConfig.parse("1/h burst 2")),
                    Optional.empty(),
                    Optional.empty(),
                    9),
            () -> 0,
            exceeded -> {});

    @Test
    void credentials_that_are_wrong_count() {
        show(Denial.Reason.INVALID);
        assertThat(limiter.arrives(ADDRESS)).isEmpty();
        show(Denial.Reason.INVALID);
        assertThat(limiter.arrives(ADDRESS)).isPresent();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "INVALID")
    void nothing_shown_and_what_was_good_once_does_not(Denial.Reason reason) {
        for (int i = 0; i < 5; i++) {
            show(reason);
        }
        assertThat(limiter.arrives(ADDRESS)).isEmpty();
    }

    private void show(Denial.Reason reason) {
        Admission refused = new Admission.Refused(new Denial(reason, "no"));
        new LimitedEntrance(request -> refused, limiter).admit(new Shown(Headers.none(), "", ADDRESS));
    }
}
