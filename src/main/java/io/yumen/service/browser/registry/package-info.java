/**
 * Which browser is whose: registered by its user at an address that the operator allows, proved by a code that the browser shows, kept
 * over restarts, and let nobody else have it.
 *
 * <p>{@link io.yumen.service.browser.registry.Browsers} is the register, {@link io.yumen.service.browser.registry.Reach} says which
 * addresses may be connected to. Called by the other rooms of {@code service.browser} and by {@code app}. Imports
 * {@code service.browser.cdp}, {@code store}, {@code tenant}, {@code backend} for its clock, and the egress guard of
 * {@code http.client}.
 */
@NullMarked
package io.yumen.service.browser.registry;

import org.jspecify.annotations.NullMarked;
