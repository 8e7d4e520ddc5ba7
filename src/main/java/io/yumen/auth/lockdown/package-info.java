/**
 * Who is locked out, and which servers are cut off, until an administrator lifts it: kept in the store, asked on every request from
 * memory. The way in, the pages of logins, and the operators' API ask it; it may import {@code auth} and what is below.
 */
@NullMarked
package io.yumen.auth.lockdown;

import org.jspecify.annotations.NullMarked;
