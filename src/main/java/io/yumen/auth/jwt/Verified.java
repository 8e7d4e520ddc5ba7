package io.yumen.auth.jwt;

import io.yumen.tenant.Access;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A token that is good, wherever it is shown; whether it is for that place is another question.
 *
 * @param provider who issued it
 * @param access who shows it
 * @param audiences whom it was issued for
 * @param boundTo the thumbprint of the key that it is bound to, or empty
 * @param keep how long that may be believed
 */
record Verified(Provider provider, Access access, Set<String> audiences, Optional<String> boundTo, Duration keep) {}
