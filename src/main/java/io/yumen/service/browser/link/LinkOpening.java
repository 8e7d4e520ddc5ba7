package io.yumen.service.browser.link;

import io.yumen.service.browser.cdp.CdpBrowser;
import io.yumen.service.browser.cdp.CdpException;

/** How a browser is connected to. What may be reached is asked each time, for it may have changed. */
@FunctionalInterface
public interface LinkOpening {
    /** Connects; blocks. */
    CdpBrowser open() throws CdpException;
}
