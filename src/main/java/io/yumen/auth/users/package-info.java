/**
 * People who prove with a password who they are: kept in the store, passwords as Argon2id. {@code auth} lets them in by it,
 * {@code auth.server} has them log in, {@code admin} operates them; imports the store and what is below it.
 */
@NullMarked
package io.yumen.auth.users;

import org.jspecify.annotations.NullMarked;
