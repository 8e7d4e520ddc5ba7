package io.yumen.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.secret.Sealer;
import io.yumen.store.StoreLimits;
import io.yumen.store.memory.MemoryStore;
import io.yumen.tenant.Scopes;
import io.yumen.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whatever is shown as a key is the one that was made, or is refused. */
class KeysFuzzTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T09:00:00Z"));
    private static final ApiKeys KEYS = new ApiKeys(
            new MemoryStore(StoreLimits.DEFAULT, CLOCK).values(), Sealer.ephemeral(), CLOCK, new Stays(CLOCK));
    private static final String KEY = KEYS.create(
                    new NewKey(TenantId.LOCAL, "ann", Set.of(), Scopes.ALL, "", Optional.empty()))
            .secret()
            .reveal();
    private static final int KNOWN = ApiKey.PREFIX.length() + 12;

    @FuzzTest(maxDuration = "60s")
    void any_text_is_the_key_or_none(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        char[] changed = KEY.substring(ApiKey.PREFIX.length()).toCharArray();
        for (int at = 0; at < bytes.length; at++) {
            changed[at % changed.length] ^= (char) (bytes[at] & 0xff);
        }
        for (String one : List.of(
                ApiKey.PREFIX + text,
                KEY.substring(0, KNOWN) + text,
                KEY + text,
                ApiKey.PREFIX + new String(changed))) {
            assertThat(KEYS.admit(one) instanceof Admission.Admitted).as(one).isEqualTo(one.equals(KEY));
        }
    }
}
