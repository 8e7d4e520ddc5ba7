package io.yumen.service.browser.cdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.protocol.JsonLimits;
import io.yumen.service.browser.cdp.CdpException.Kind;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What only pretends to be a browser: it gets nowhere, takes up no more than it may, and fails no more than what it answers. */
final class HostileBrowserTest {
    private static final String PLACE = "\"webSocketDebuggerUrl\":\"ws://127.0.0.1:1/devtools/browser/abc-1\"";
    private static final String VERSION = "{\"Browser\":\"Chrome/156\"," + PLACE + "}";
    private static final CdpLimits LIMITS = CdpLimits.DEFAULT.with(new JsonLimits(64 << 10, 32, 10_000, 100));

    private final CdpConnector connector = new CdpConnector(LIMITS, Duration.ofSeconds(5));
    private FakeBrowser fake;

    @BeforeEach
    void start() throws Exception {
        fake = new FakeBrowser();
    }

    @AfterEach
    void end() {
        fake.close();
        connector.close();
    }

    @Test
    void where_it_claims_to_be_leads_nowhere_else() throws Exception {
        try (FakeBrowser elsewhere = new FakeBrowser()) {
            fake.says("{\"Browser\":\"Chrome/156\",\"webSocketDebuggerUrl\":\"ws://127.0.0.1:" + elsewhere.port()
                    + "/devtools/browser/abc-1\"}");
            try (CdpBrowser browser = connector.connect(fake.address())) {
                assertThat(browser.isOpen()).isTrue();
            }
            assertThat(elsewhere.heads()).isEmpty();
        }
        assertThat(fake.heads()).hasSize(2);
        for (String head : fake.heads()) {
            assertThat(head).containsIgnoringCase("\r\nhost: 127.0.0.1:" + fake.port() + "\r\n");
            assertThat(head).doesNotContainIgnoringCase("\r\norigin:");
        }
        assertThat(fake.heads().getLast()).startsWith("GET /devtools/browser/abc-1 HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "<html>",
                "{}",
                "{\"Browser\":\"Chrome/156\"}",
                "{" + PLACE + "}",
                "{\"Browser\":\"\"," + PLACE + "}",
                "{\"Browser\":\"Chrome\",\"webSocketDebuggerUrl\":\"http://127.0.0.1/devtools/browser/abc\"}",
                "{\"Browser\":\"Chrome\",\"webSocketDebuggerUrl\":\"ws://127.0.0.1/devtools/page/abc\"}",
                "{\"Browser\":\"Chrome\",\"webSocketDebuggerUrl\":\"ws://127.0.0.1/devtools/browser/../../x\"}",
                "{\"Browser\":\"Chrome\",\"webSocketDebuggerUrl\":\"ws://127.0.0.1/devtools/browser/a?b\"}",
                "{\"Browser\":\"Chrome\",\"webSocketDebuggerUrl\":\"ws://127.0.0.1/devtools/browser/\"}",
                "{\"Browser\":\"Chrome\",\"webSocketDebuggerUrl\":\"ws://x/y/devtools/browser/abc\"}"
            })
    void what_does_not_introduce_itself_as_a_browser_is_none(String body) {
        fake.says(body);

        assertThat(failure().kind()).isEqualTo(Kind.MALFORMED);
    }

    @Test
    void an_introduction_that_is_too_long_is_not_read() {
        fake.says("{\"x\":\"" + "y".repeat(80 << 10) + "\"," + PLACE + ",\"Browser\":\"Chrome\"}");

        assertThat(failure().kind()).isIn(Kind.GONE, Kind.MALFORMED);
    }

    @Test
    void a_redirect_is_not_followed() throws Exception {
        try (FakeBrowser elsewhere = new FakeBrowser()) {
            fake.answers("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:" + elsewhere.port()
                    + "/json/version\r\nContent-Length: 0\r\n\r\n");

            assertThat(failure().kind()).isEqualTo(Kind.MALFORMED);
            assertThat(elsewhere.heads()).isEmpty();
        }
    }

    @Test
    void an_answer_without_an_end_is_given_up() {
        try (CdpConnector hasty = new CdpConnector(LIMITS, Duration.ofMillis(500))) {
            fake.answers("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"Browser\":");

            CdpException late = failure(() -> hasty.version(fake.address()));

            assertThat(late.kind()).isEqualTo(Kind.DEADLINE);
        }
    }

    @Test
    void an_answer_that_cannot_be_read_fails_only_its_command() throws Exception {
        try (CdpBrowser browser = connected()) {
            for (String answer : new String[] {
                "{\"id\":%d,\"result\":{\"x\":" + "[".repeat(100) + "]".repeat(100) + "}}",
                "{\"id\":%d,\"result\":{\"a\":1,\"a\":2}}",
                "{\"id\":%d,\"result\":{",
                "{\"id\":%d,\"result\":5}",
                "{\"id\":%d}"
            }) {
                fake.replies(answer);
                assertThat(failure(() -> call(browser)).kind()).as(answer).isEqualTo(Kind.MALFORMED);
            }
            fake.replies("{\"id\":%d,\"error\":{\"code\":-5,\"message\":\"no\\n\\u001b[31m\"}}");
            CdpException refused = failure(() -> call(browser));
            assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
            assertThat(refused.getMessage()).doesNotContain("\n").doesNotContain("\u001b");
            fake.replies("{\"id\":%d,\"result\":{\"ok\":true}}");
            assertThat(call(browser).path("ok").asBoolean(false)).isTrue();
        }
    }

    @Test
    void a_message_that_is_too_large_fails_only_its_command_and_is_not_kept() throws Exception {
        try (CdpBrowser browser = connected()) {
            fake.replies("{\"id\":%d,\"result\":{\"x\":\"" + "y".repeat(200 << 10) + "\"}}");
            assertThat(failure(() -> call(browser)).kind()).isEqualTo(Kind.TOO_LARGE);

            fake.replies("{\"id\":%d,\"result\":{\"ok\":true}}");
            assertThat(call(browser).path("ok").asBoolean(false)).isTrue();
        }
    }

    @Test
    void a_message_without_an_end_ends_the_connection() throws Exception {
        try (CdpBrowser browser = connected()) {
            fake.replies("{\"id\":%d,\"result\":{\"x\":\"" + "y".repeat(2 << 20) + "\"}}");

            assertThat(failure(() -> call(browser)).kind()).isEqualTo(Kind.GONE);
            assertThat(browser.isOpen()).isFalse();
        }
    }

    @Test
    void answers_to_nothing_and_sessions_of_nobody_are_not_heard() throws Exception {
        try (CdpBrowser browser = connected()) {
            fake.sends("{\"id\":77,\"result\":{}}");
            fake.sends("{\"id\":\"x\",\"result\":{}}");
            fake.sends("{\"method\":\"Page.loaded\",\"sessionId\":\"nobody\",\"params\":{}}");
            fake.sends("{\"method\":5}");
            fake.sends("{\"method\":\"Target.detachedFromTarget\"}");
            fake.sends("[1]");
            fake.sends("7");
            fake.replies("{\"id\":%d,\"result\":{\"ok\":true}}");

            assertThat(call(browser).path("ok").asBoolean(false)).isTrue();
        }
    }

    @Test
    void a_flood_of_events_is_cut_and_what_was_lost_is_told() throws Exception {
        CdpLimits few = LIMITS.with(new CdpLimits.Events(10_000, 32 << 20, 100));
        try (CdpConnector narrow = new CdpConnector(few, Duration.ofSeconds(5))) {
            fake.says(VERSION);
            try (CdpBrowser browser = narrow.connect(fake.address())) {
                BlockingQueue<ObjectNode> heard = new LinkedBlockingQueue<>();
                BlockingQueue<Integer> lost = new LinkedBlockingQueue<>();
                BlockingQueue<Boolean> ended = new LinkedBlockingQueue<>();
                browser.root().on("Page.flood", heard::add);
                browser.root()
                        .on(
                                CdpSession.EVENTS_LOST,
                                params -> lost.add(params.path("lost").asInt()));
                browser.root().on(CdpSession.ENDED, params -> ended.add(true));
                for (int i = 0; i < 5000; i++) {
                    fake.sends("{\"method\":\"Page.flood\",\"params\":{\"i\":" + i + "}}");
                }
                fake.replies("{\"id\":%d,\"result\":{}}");
                call(browser);
                fake.close();

                assertThat(ended.poll(30, TimeUnit.SECONDS)).isTrue();
                int missing = lost.stream().mapToInt(Integer::intValue).sum();
                assertThat(missing).isPositive();
                assertThat(heard.size() + missing).isEqualTo(5000);
            }
        }
    }

    @Test
    void sessions_beyond_the_limit_are_not_begun() throws Exception {
        try (CdpBrowser browser = connected()) {
            for (int i = 0; i < LIMITS.sessions() + 10; i++) {
                fake.sends("{\"method\":\"Target.attachedToTarget\",\"params\":{\"sessionId\":\"s" + i
                        + "\",\"targetInfo\":{\"targetId\":\"t\"}}}");
            }
            fake.replies("{\"id\":%d,\"result\":{}}");
            call(browser);

            assertThat(browser.session("s0")).isPresent();
            assertThat(browser.session("s" + (LIMITS.sessions() + 9))).isEmpty();
        }
    }

    @Test
    void binary_ends_the_connection() throws Exception {
        try (CdpBrowser browser = connected()) {
            fake.sendsBinary();

            assertThat(failure(() -> call(browser)).kind()).isEqualTo(Kind.GONE);
        }
    }

    private CdpBrowser connected() throws CdpException {
        fake.says(VERSION);
        return connector.connect(fake.address());
    }

    private static ObjectNode call(CdpBrowser browser) throws CdpException {
        return browser.root().call("Browser.getVersion", JsonNodeFactory.instance.objectNode(), Duration.ofSeconds(30));
    }

    private CdpException failure() {
        InetSocketAddress address = fake.address();
        return failure(() -> connector.version(address));
    }

    private interface Command {
        Object run() throws CdpException;
    }

    private static CdpException failure(Command command) {
        try {
            throw new AssertionError("It brought " + command.run());
        } catch (CdpException e) {
            return e;
        }
    }
}
