/**
 * The connection to one user's browser over its life: opened when it is needed, looked after, opened again when it was lost, shared by
 * the user's sessions and closed after the last.
 *
 * <p>{@link io.yumen.service.browser.link.BrowserLink} is it; a session takes a {@link io.yumen.service.browser.link.Lease} of it.
 * Called by the other rooms of {@code service.browser}. Imports {@code service.browser.cdp}, and {@code backend} for its clock.
 */
@NullMarked
package io.yumen.service.browser.link;

import org.jspecify.annotations.NullMarked;
