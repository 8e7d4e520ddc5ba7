package io.yumen.service.browser.link;

import io.yumen.service.browser.cdp.CdpBrowser;
import io.yumen.service.browser.cdp.CdpSession;
import java.util.Map;
import java.util.Set;

/**
 * What a session has again after its connection was lost and opened anew.
 *
 * @param browser the new connection
 * @param sessions the new sessions, by the ids of those targets that are still there
 * @param lost the targets that are not
 */
public record Regained(CdpBrowser browser, Map<String, CdpSession> sessions, Set<String> lost) {
    public Regained {
        sessions = Map.copyOf(sessions);
        lost = Set.copyOf(lost);
    }
}
