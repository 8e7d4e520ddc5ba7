/**
 * Our own authorization server (OAuth 2.1), for those who have no provider: people log in with a password, and say each time
 * which client may act for them. {@code app} puts its routes beside the others; what it issues is verified as the tokens of any
 * provider. Imports {@code auth.users} and what is below {@code auth}.
 */
@NullMarked
package io.yumen.auth.server;

import org.jspecify.annotations.NullMarked;
