/**
 * The tabs of one client's session in a browser: whose they are, what stands in them, and how a user's hands work in them. The
 * tools of the service call it; it speaks to the browser through {@code service.browser.cdp} and lets {@code service.browser.snapshot} tell what is
 * on a page. Failures are told to the model as {@link io.yumen.service.ToolFailure}.
 */
@NullMarked
package io.yumen.service.browser.page;

import org.jspecify.annotations.NullMarked;
