package io.yumen.service.browser.registry;

import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A browser of a user.
 *
 * @param tenant the user's tenant
 * @param user the user's name
 * @param name what the user calls it; the user's own other browsers are called otherwise
 * @param url where it is
 * @param browserId the id that it gave itself when it was last seen
 * @param registered when, and from where
 */
public record RegisteredBrowser(
        TenantId tenant, String user, String name, BrowserUrl url, String browserId, Origin registered) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public RegisteredBrowser {
        requireName(name);
    }

    /**
     * Where a registration came from.
     *
     * @param at when
     * @param ip the client's address; may be empty
     * @param userAgent what the client says it is; may be empty
     */
    public record Origin(Instant at, String ip, String userAgent) {
        private static final int LONGEST = 300;

        public Origin {
            userAgent = userAgent.length() > LONGEST ? userAgent.substring(0, LONGEST) : userAgent;
        }
    }

    /** Whether a browser may be called that. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    static void requireName(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "A browser has a name of 1 to 64 letters, digits, dots, dashes and underscores");
        }
    }

    /** Whether it is that user's. */
    public boolean isOf(Principal owner) {
        return tenant.equals(owner.tenant()) && user.equals(owner.name());
    }

    RegisteredBrowser named(String other) {
        return new RegisteredBrowser(tenant, user, other, url, browserId, registered);
    }

    RegisteredBrowser seenAs(String id) {
        return new RegisteredBrowser(tenant, user, name, url, id, registered);
    }
}
