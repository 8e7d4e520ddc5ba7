package io.yumen.service.browser.page;

import io.yumen.service.browser.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * A frame of a tab.
 *
 * @param id the browser's name of it
 * @param loader its document
 * @param url where it is
 * @param wire to the process that shows it
 * @param parent the frame that it is in; null for the outermost
 */
record Frame(
        String id,
        String loader,
        String url,
        Wire wire,
        @Nullable Frame parent) {}
