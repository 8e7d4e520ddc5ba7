/**
 * One target of a browser, a tab or a frame of another process: what it is asked, and what it has said to the console and loaded.
 * {@code service.browser.page} makes tabs of it. May import {@code service.browser.cdp}.
 */
@NullMarked
package io.yumen.service.browser.wire;

import org.jspecify.annotations.NullMarked;
