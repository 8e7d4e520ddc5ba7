/**
 * Rights that the tokens of callers are exchanged for: {@link io.yumen.oauth.caller.CallerRights} has one {@link
 * io.yumen.oauth.caller.CallerRight} for each caller of a server, which shows the caller's newest token to its issuer and nobody
 * else. Called by {@code backend.login}, {@code backend.http} and {@code catalogue}; wired by {@code app}. May import {@code oauth} and what that may.
 */
@NullMarked
package io.yumen.oauth.caller;

import org.jspecify.annotations.NullMarked;
