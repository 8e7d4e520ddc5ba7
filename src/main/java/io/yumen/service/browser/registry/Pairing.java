package io.yumen.service.browser.registry;

import io.yumen.service.browser.cdp.CdpBrowser;
import io.yumen.service.browser.cdp.CdpException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A browser that shows a code in a tab of its own, so that whoever sends it back sits in front of it. The tab is closed with it, and
 * nothing else of the browser is touched.
 */
final class Pairing implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Pairing.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int CODES = 1_000_000;

    private final RegisteredBrowser browser;
    private final CdpBrowser connection;
    private final String targetId;
    private final String code;
    private final Instant until;
    private final AtomicInteger tries;

    private Pairing(RegisteredBrowser browser, Shown shown, Instant until, int tries) {
        this.browser = browser;
        this.connection = shown.connection();
        this.targetId = shown.targetId();
        this.code = shown.code();
        this.until = until;
        this.tries = new AtomicInteger(tries);
    }

    private record Shown(CdpBrowser connection, String targetId, String code) {}

    /** Has the browser show a code. The connection is the pairing's from then on. */
    static Pairing begin(RegisteredBrowser browser, CdpBrowser connection, Instant until, int tries)
            throws CdpException {
        String code = String.format(Locale.ROOT, "%06d", RANDOM.nextInt(CODES));
        String target = connection
                .root()
                .call(
                        "Target.createTarget",
                        JsonNodeFactory.instance.objectNode().put("url", page(browser.user(), code)))
                .path("targetId")
                .asString("");
        return new Pairing(browser, new Shown(connection, target, code), until, tries);
    }

    RegisteredBrowser browser() {
        return browser;
    }

    Instant until() {
        return until;
    }

    boolean isOver(Instant now) {
        return !now.isBefore(until) || tries.get() <= 0;
    }

    /** How many tries are left after this one; -1 where the code is right. */
    int tryCode(String given) {
        int left = tries.decrementAndGet();
        boolean isRight = MessageDigest.isEqual(
                code.getBytes(StandardCharsets.UTF_8), given.strip().getBytes(StandardCharsets.UTF_8));
        return isRight && left >= 0 ? -1 : Math.max(left, 0);
    }

    @Override
    public void close() {
        try (connection) {
            connection
                    .root()
                    .call(
                            "Target.closeTarget",
                            JsonNodeFactory.instance.objectNode().put("targetId", targetId));
        } catch (CdpException e) {
            log.atDebug().addKeyValue("reason", e.getMessage()).log("The tab of a pairing is gone already");
        }
    }

    private static String page(String user, String code) {
        String html = "<!doctype html><meta charset=utf-8><title>Pairing code</title>"
                + "<body style=\"font-family:sans-serif;text-align:center;margin-top:4em\">"
                + "<p>" + escaped(user) + " wants to use this browser through a gateway.</p>"
                + "<p>If that is you, send back this code:</p><h1 id=code>" + code + "</h1>"
                + "<p>If it is not, close this tab and tell nobody the code.</p>";
        return "data:text/html;charset=utf-8,"
                + URLEncoder.encode(html, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
