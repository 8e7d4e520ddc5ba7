package io.yumen.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whatever a browser brings back from an authorization server. */
class CallbackFuzzTest {
    private static final List<String> NAMES = List.of("code", "iss", "error", "error_description", "state");
    private static @Nullable FakeWorld world;

    @FuzzTest(maxDuration = "60s")
    void a_query_without_the_state_of_a_visit_ends_none(byte[] bytes) {
        FakeWorld here = world();
        Visit visit = visit(here);
        Map<String, String> query = query(bytes);
        assertThat(here.finish(Principal.LOCAL, query)).isInstanceOf(Visits.Ending.Unknown.class);
        assertThat(here.oauth().visits().of(visit.id())).contains(visit);
    }

    @FuzzTest(maxDuration = "60s")
    void a_query_with_the_state_of_a_visit_ends_it_for_its_user_alone(byte[] bytes) {
        FakeWorld here = world();
        Visit visit = visit(here);
        Map<String, String> query = query(bytes);
        query.put("state", visit.state());
        Principal other = new Principal(TenantId.LOCAL, "other");
        assertThat(here.finish(other, query)).isInstanceOf(Visits.Ending.Unknown.class);

        Visits.Ending ending = here.finish(Principal.LOCAL, query);
        boolean isGood = !query.getOrDefault("code", "").isEmpty()
                && !query.containsKey("error")
                && isOurs(here, query.get("iss"));
        assertThat(ending instanceof Visits.Ending.Done)
                .as("%s: %s", query, ending)
                .isEqualTo(isGood);
        if (ending instanceof Visits.Ending.Failed failed) {
            assertThat(failed.why()).isNotBlank();
        }
        assertThat(here.finish(Principal.LOCAL, query)).as("once").isInstanceOf(Visits.Ending.Unknown.class);
    }

    private static boolean isOurs(FakeWorld here, @Nullable String issuer) {
        return issuer == null || issuer.equals(here.origin());
    }

    /** Lines, of which each begins with the place of its name. */
    private static Map<String, String> query(byte[] bytes) {
        Map<String, String> query = new HashMap<>();
        new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isEmpty())
                .forEach(line -> query.put(NAMES.get(line.charAt(0) % NAMES.size()), line.substring(1)));
        return query;
    }

    private static Visit visit(FakeWorld here) {
        Login login = here.logins().of(Principal.LOCAL);
        here.refuse(login, 401, "Bearer");
        return login.visit();
    }

    private static FakeWorld world() {
        FakeWorld known = world;
        if (known == null) {
            try {
                known = new FakeWorld();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            world = known;
        }
        return known;
    }
}
