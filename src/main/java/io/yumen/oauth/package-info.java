/**
 * The OAuth client of the gateway: proves to servers for whom we call. {@link io.yumen.oauth.Logins} has one
 * {@link io.yumen.oauth.Login} for each user of a server (or one for all, where the gateway itself is the client); it sends the
 * token, meets challenges, refreshes, and says when a user has to log in with a browser. {@link io.yumen.oauth.Visits} leads
 * the browser there and back. {@link io.yumen.oauth.Exchanger} exchanges tokens that callers came in
 * with. Tokens and registrations lie sealed in a {@link io.yumen.oauth.Vault}, each under the tenant,
 * principal, server and issuer that it is for.
 *
 * <p>Signing is plain JCA: three kinds of small JWT are made and none is verified, which is worth no library. Called by
 * {@code backend.http}, {@code backend.login} and {@code connect}; wired by {@code app}. May import {@code oauth.discovery},
 * {@code http}, {@code secret}, {@code tenant} and {@code protocol}.
 */
@NullMarked
package io.yumen.oauth;

import org.jspecify.annotations.NullMarked;
