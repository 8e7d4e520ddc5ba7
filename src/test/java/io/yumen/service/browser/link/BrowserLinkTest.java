package io.yumen.service.browser.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.yumen.backend.life.VirtualClock;
import io.yumen.service.browser.Chrome;
import io.yumen.service.browser.cdp.CdpBrowser;
import io.yumen.service.browser.cdp.CdpConnector;
import io.yumen.service.browser.cdp.CdpException;
import io.yumen.service.browser.cdp.CdpLimits;
import io.yumen.service.browser.cdp.CdpSession;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The connection to a real Chromium that is killed, frozen and started again, while time is turned by hand. */
final class BrowserLinkTest {
    private static final LinkLimits LIMITS =
            LinkLimits.DEFAULT.withSign(Duration.ofSeconds(2)).withPatience(Duration.ofSeconds(30));

    private final VirtualClock clock = new VirtualClock();
    private final CdpConnector connector = new CdpConnector(CdpLimits.DEFAULT, Duration.ofSeconds(10));
    private final AtomicInteger openings = new AtomicInteger();

    @TempDir
    private Path directory;

    private Chrome chrome;
    private BrowserLink link;

    @BeforeEach
    void start() throws Exception {
        chrome = Chrome.start(directory);
        link = BrowserLink.ready(this::open, LIMITS, clock);
    }

    @AfterEach
    void end() {
        link.close();
        connector.close();
        chrome.close();
    }

    @Test
    void ten_sessions_share_one_connection_that_is_opened_when_it_is_needed() throws Exception {
        List<Lease> leases = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            leases.add(link.lease(regained -> {}));
        }
        assertThat(openings).hasValue(0);

        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<CdpBrowser>> got = new ArrayList<>();
            leases.forEach(lease -> got.add(callers.submit(lease::browser)));
            Set<CdpBrowser> different = new HashSet<>();
            for (Future<CdpBrowser> one : got) {
                different.add(one.get(30, TimeUnit.SECONDS));
            }
            assertThat(different).hasSize(1);
        }

        assertThat(openings).hasValue(1);
        assertThat(link.status().leases()).isEqualTo(10);
        assertThat(state()).isEqualTo("connected");
    }

    @Test
    void the_connection_closes_a_while_after_the_last_session_and_the_browser_lives_on() throws Exception {
        Lease first = link.lease(regained -> {});
        Lease second = link.lease(regained -> {});
        CdpBrowser browser = first.browser();

        first.close();
        clock.advance(Duration.ofSeconds(61));
        assertThat(browser.isOpen()).isTrue();
        second.close();
        clock.advance(Duration.ofSeconds(59));
        assertThat(browser.isOpen()).isTrue();
        clock.advance(Duration.ofSeconds(2));

        assertThat(browser.isOpen()).isFalse();
        assertThat(state()).isEqualTo("disconnected");
        assertThat(chrome.hasUsersTab()).isTrue();
        try (Lease again = link.lease(regained -> {})) {
            assertThat(again.browser().isOpen()).isTrue();
        }
    }

    @Test
    void a_session_that_comes_back_in_time_keeps_the_connection() throws Exception {
        Lease first = link.lease(regained -> {});
        CdpBrowser browser = first.browser();
        first.close();
        clock.advance(Duration.ofSeconds(30));
        Lease second = link.lease(regained -> {});
        clock.advance(Duration.ofSeconds(60));

        assertThat(second.browser()).isSameAs(browser);
    }

    @Test
    void a_killed_browser_fails_what_waits_at_once_and_is_connected_to_again_on_the_same_port() throws Exception {
        Lease lease = link.lease(regained -> {});
        CdpBrowser browser = lease.browser();
        BlockingQueue<CdpException.Kind> ends = new LinkedBlockingQueue<>();
        CdpSession tab = lease.attach(tab(browser));
        Thread.ofVirtual().start(() -> ends.add(hang(tab)));
        Chrome.await("the command is under way", () -> browser.waiting() == 1);

        chrome.kill();

        assertThat(ends.poll(30, TimeUnit.SECONDS)).isEqualTo(CdpException.Kind.GONE);
        Chrome.await("the loss is noticed", () -> state().equals("reconnecting"));
        chrome.restart();
        turnUntil("connected");
        assertThat(lease.browser()).isNotSameAs(browser);
        assertThat(lease.browser()
                        .root()
                        .call("Browser.getVersion", none())
                        .path("product")
                        .asString(""))
                .contains("Chrom");
        assertThat(link.status().reconnects()).isEqualTo(1);
    }

    @Test
    void tabs_that_are_still_there_are_taken_up_again_and_others_are_told_as_lost() throws Exception {
        BlockingQueue<Regained> told = new LinkedBlockingQueue<>();
        Lease lease = link.lease(told::add);
        CdpBrowser browser = lease.browser();
        String kept = tab(browser);
        String closed = tab(browser);
        lease.attach(kept);
        lease.attach(closed);
        browser.root().call("Target.closeTarget", none().put("targetId", closed));
        Chrome.await(
                "the tab has gone",
                () -> !browser.root()
                        .call("Target.getTargets", none())
                        .toString()
                        .contains(closed));

        // The connection is lost, the browser is not.
        browser.close();
        Chrome.await("the loss is noticed", () -> state().equals("reconnecting"));
        turnUntil("connected");

        Regained regained = told.poll(30, TimeUnit.SECONDS);
        assertThat(regained).isNotNull();
        assertThat(regained.sessions()).containsOnlyKeys(kept);
        assertThat(regained.lost()).containsExactly(closed);
        assertThat(regained.browser()).isSameAs(lease.browser());
        ObjectNode value = regained.sessions().get(kept).call("Runtime.evaluate", none().put("expression", "6 * 7"));
        assertThat(value.path("result").path("value").asInt()).isEqualTo(42);
        assertThat(regained.browser().owns(kept)).isTrue();
    }

    @Test
    void a_frozen_browser_is_degraded_after_one_miss_and_lost_after_two() throws Exception {
        Lease lease = link.lease(regained -> {});
        CdpBrowser browser = lease.browser();
        chrome.freeze();
        try {
            clock.advance(LIMITS.health());
            Chrome.await("the first miss", () -> state().equals("degraded"));
            assertThat(lease.browser()).isSameAs(browser);

            clock.advance(LIMITS.health());
            Chrome.await("the second miss", () -> state().equals("reconnecting"));
            assertThat(browser.isOpen()).isFalse();
        } finally {
            chrome.thaw();
        }
        turnUntil("connected");
        assertThat(lease.browser().root().call("Browser.getVersion", none())).isNotNull();
    }

    @Test
    void a_browser_that_thaws_after_one_miss_stays_connected() throws Exception {
        Lease lease = link.lease(regained -> {});
        CdpBrowser browser = lease.browser();
        chrome.freeze();
        try {
            clock.advance(LIMITS.health());
            Chrome.await("the miss", () -> state().equals("degraded"));
        } finally {
            chrome.thaw();
        }

        clock.advance(LIMITS.health());
        Chrome.await("the sign of life", () -> state().equals("connected"));

        assertThat(lease.browser()).isSameAs(browser);
        assertThat(link.status().lastHealthCheck()).contains(clock.instant());
        assertThat(link.status().reconnects()).isZero();
    }

    @Test
    void a_browser_that_stays_away_is_given_up_after_so_many_tries_and_woken_by_the_next_call() throws Exception {
        Lease lease = link.lease(regained -> {});
        lease.browser();
        chrome.kill();
        Chrome.await("the loss is noticed", () -> state().equals("reconnecting"));
        int before = openings.get();

        turnUntil("disconnected");

        assertThat(openings.get() - before).isEqualTo(LIMITS.retries().most());
        int given = openings.get();
        NoBrowserException none = catchThrowableOfType(NoBrowserException.class, lease::browser);
        assertThat(none).hasMessageContaining("cannot be reached").hasMessageContaining("try again");
        assertThat(openings).hasValue(given + 1);
        chrome.restart();
        assertThat(lease.browser().isOpen()).isTrue();
        assertThat(openings).hasValue(given + 2);
    }

    @Test
    void one_that_was_given_up_is_tried_from_time_to_time() throws Exception {
        Lease lease = link.lease(regained -> {});
        lease.browser();
        chrome.kill();
        Chrome.await("the loss is noticed", () -> state().equals("reconnecting"));
        turnUntil("disconnected");
        chrome.restart();
        int given = openings.get();

        clock.advance(LIMITS.retries().probe());
        Chrome.await("the probe", () -> state().equals("connected"));

        assertThat(openings).hasValue(given + 1);
    }

    @Test
    void calls_wait_for_a_connection_no_longer_than_they_may() throws Exception {
        BrowserLink hasty = BrowserLink.ready(this::open, LIMITS.withPatience(Duration.ofMillis(200)), clock);
        Lease lease = hasty.lease(regained -> {});
        Chrome.await("it is connected", () -> isThere(lease));
        chrome.kill();
        Chrome.await("the loss is noticed", () -> hasty.status().state().name().equals("reconnecting"));

        NoBrowserException none = catchThrowableOfType(NoBrowserException.class, lease::browser);

        assertThat(none.state()).isInstanceOf(LinkState.Reconnecting.class);
        assertThat(none).hasMessageContaining("being opened again");
        hasty.close();
    }

    @Test
    void nothing_is_opened_before_the_browser_is_paired_and_nothing_after_it_was_revoked() throws Exception {
        BrowserLink unpaired = BrowserLink.pending(this::open, LIMITS, clock);
        Lease lease = unpaired.lease(regained -> {});
        assertThat(catchThrowableOfType(NoBrowserException.class, lease::browser))
                .hasMessageContaining("not paired");
        assertThat(openings).hasValue(0);

        unpaired.paired();
        CdpBrowser browser = lease.browser();
        unpaired.revoke();

        assertThat(browser.isOpen()).isFalse();
        assertThat(catchThrowableOfType(NoBrowserException.class, lease::browser))
                .hasMessageContaining("register");
        clock.advance(Duration.ofHours(1));
        unpaired.paired();
        assertThat(unpaired.status().state()).isInstanceOf(LinkState.Revoked.class);
        assertThat(openings).hasValue(1);
        assertThat(chrome.hasUsersTab()).isTrue();
    }

    /** Turns the clock, as far as each try needs it, until the connection stands there. */
    private void turnUntil(String name) throws Exception {
        Chrome.await("it is " + name, () -> {
            if (state().equals("reconnecting")) {
                clock.advance(Duration.ofSeconds(1));
            }
            return state().equals(name);
        });
    }

    private static boolean isThere(Lease lease) {
        try {
            return lease.browser().isOpen();
        } catch (NoBrowserException e) {
            return false;
        }
    }

    private String state() {
        return link.status().state().name();
    }

    private CdpBrowser open() throws CdpException {
        openings.incrementAndGet();
        return connector.connect(chrome.address());
    }

    private static String tab(CdpBrowser browser) throws CdpException {
        return browser.root()
                .call("Target.createTarget", none().put("url", "about:blank"))
                .path("targetId")
                .asString("");
    }

    private static CdpException.Kind hang(CdpSession tab) {
        try {
            tab.call(
                    "Runtime.evaluate",
                    none().put("expression", "new Promise(() => {})").put("awaitPromise", true));
            throw new AssertionError("It ended");
        } catch (CdpException e) {
            return e.kind();
        }
    }

    private static ObjectNode none() {
        return JsonNodeFactory.instance.objectNode();
    }
}
