/**
 * Servers that want their users to log in: {@link io.yumen.backend.login.LoginBackend} stands before such a server, offers a
 * tool to log in while there is no right, and sends users to a page in the middle of a call that needs more. {@link
 * io.yumen.backend.login.OnBehalfBackend} stands before one that is called with what the tokens of its callers are exchanged for. Called by
 * {@code app}. May import {@code backend}, {@code oauth}, {@code exchange} and {@code protocol}.
 */
@NullMarked
package io.yumen.backend.login;

import org.jspecify.annotations.NullMarked;
