/**
 * Tokens that others issue: JWTs of OpenID Connect providers (RFC 9068), opaque tokens that their provider is asked about (RFC
 * 7662), and proofs that the sender of a token has the key it is bound to (RFC 9449). {@link io.yumen.auth.jwt.Providers} is
 * the way in; the composition root makes it of a configuration. A token is read strictly, its issuer decides which provider is
 * asked, and nothing falls through from one check to another. May import {@code auth}, {@code oauth} and below; the library
 * that knows keys and signatures stays in here.
 */
@NullMarked
package io.yumen.auth.jwt;

import org.jspecify.annotations.NullMarked;
