/**
 * The Chrome DevTools Protocol as a client speaks it: one WebSocket to a browser, sessions to its tabs over it, commands that wait for
 * their answer, events in their order. What a browser sends is believed in nothing: all of it has a limit.
 *
 * <p>{@link io.yumen.service.browser.cdp.CdpConnector} opens a {@link io.yumen.service.browser.cdp.CdpBrowser}, which gives a
 * {@link io.yumen.service.browser.cdp.CdpSession} for each tab. Called by the other rooms of {@code service.browser}. Imports
 * {@code protocol}.
 */
@NullMarked
package io.yumen.service.browser.cdp;

import org.jspecify.annotations.NullMarked;
