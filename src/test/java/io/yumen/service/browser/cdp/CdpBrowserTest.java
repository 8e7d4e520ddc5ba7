package io.yumen.service.browser.cdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.service.browser.Chrome;
import io.yumen.service.browser.cdp.CdpException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A connection to a real Chromium: each answer to whom it belongs, each fault told for what it is, and no harm to the browser. */
final class CdpBrowserTest {
    private static final CdpConnector CONNECTOR = new CdpConnector(CdpLimits.DEFAULT, Duration.ofSeconds(30));
    private static final Duration SOON = Duration.ofMillis(500);

    @TempDir
    static Path directory;

    private static Chrome chrome;
    private CdpBrowser browser;

    @BeforeAll
    static void start() throws Exception {
        chrome = Chrome.start(directory);
    }

    @AfterAll
    static void end() {
        chrome.close();
        CONNECTOR.close();
    }

    @BeforeEach
    void connect() throws Exception {
        browser = CONNECTOR.connect(chrome.address());
    }

    @AfterEach
    void the_browser_and_the_users_tab_live_on() throws Exception {
        browser.close();
        assertThat(chrome.isAlive()).isTrue();
        assertThat(chrome.hasUsersTab()).isTrue();
    }

    @Test
    void sixty_four_callers_get_each_their_own_answer() throws Exception {
        CdpSession tab = tab();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                int own = i;
                answers.add(
                        callers.submit(() -> value(tab, Integer.toString(own)).asInt()));
            }
            for (int i = 0; i < 64; i++) {
                assertThat(answers.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(i);
            }
        }
        assertThat(browser.waiting()).isZero();
    }

    @Test
    void what_the_browser_refuses_is_told_with_its_code() {
        CdpException refused = failure(() -> browser.root().call("Browser.noSuchThing", none()));

        assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
        assertThat(refused.code()).isEqualTo(-32601);
        assertThat(refused).hasMessageContaining("Browser.noSuchThing");
    }

    @Test
    void a_command_that_takes_too_long_ends_at_its_deadline_and_the_session_goes_on() throws Exception {
        CdpSession tab = tab();

        CdpException late = failure(() -> tab.call("Runtime.evaluate", awaiting("new Promise(() => {})"), SOON));

        assertThat(late.kind()).isEqualTo(Kind.DEADLINE);
        assertThat(late.neverDone()).isFalse();
        assertThat(value(tab, "1 + 1").asInt()).isEqualTo(2);
    }

    @Test
    void an_interrupted_caller_is_let_go() throws Exception {
        CdpSession tab = tab();
        BlockingQueue<Kind> ends = new LinkedBlockingQueue<>();
        Thread caller = Thread.ofVirtual()
                .start(() -> ends.add(failure(() -> tab.call("Runtime.evaluate", awaiting("new Promise(() => {})")))
                        .kind()));
        Chrome.await("the command is under way", () -> browser.waiting() == 1);

        caller.interrupt();

        assertThat(ends.poll(30, TimeUnit.SECONDS)).isEqualTo(Kind.INTERRUPTED);
        assertThat(browser.waiting()).isZero();
    }

    @Test
    void more_commands_than_may_wait_are_refused_before_they_are_sent() throws Exception {
        CdpLimits few = CdpLimits.DEFAULT.withPending(2);
        // The connection is closed first, which ends what waits.
        try (var callers = Executors.newVirtualThreadPerTaskExecutor();
                CdpConnector connector = new CdpConnector(few, Duration.ofSeconds(30));
                CdpBrowser narrow = connector.connect(chrome.address())) {
            CdpSession tab = tab(narrow);
            for (int i = 0; i < 2; i++) {
                Future<?> ignored =
                        callers.submit(() -> tab.call("Runtime.evaluate", awaiting("new Promise(() => {})")));
            }
            Chrome.await("two wait", () -> narrow.waiting() == 2);

            CdpException refused = failure(() -> tab.call("Runtime.evaluate", awaiting("1")));

            assertThat(refused.kind()).isEqualTo(Kind.BUSY);
            assertThat(refused.neverDone()).isTrue();
        }
    }

    @Test
    void a_large_answer_comes_and_one_beyond_the_limit_fails_alone() throws Exception {
        CdpSession tab = tab();

        assertThat(value(tab, "'x'.repeat(20 << 20)").asString()).hasSize(20 << 20);
        CdpException tooLarge =
                failure(() -> tab.call("Runtime.evaluate", awaiting("'x'.repeat(33 << 20)"), Duration.ofSeconds(60)));

        assertThat(tooLarge.kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(value(tab, "3").asInt()).isEqualTo(3);
    }

    @Test
    void a_command_beyond_the_limit_is_not_sent() throws Exception {
        CdpSession tab = tab();

        CdpException tooLarge =
                failure(() -> tab.call("Runtime.evaluate", awaiting("/*" + "x".repeat(9 << 20) + "*/1")));

        assertThat(tooLarge.kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(value(tab, "3").asInt()).isEqualTo(3);
    }

    @Test
    void text_that_holds_half_a_character_is_shown_as_browsers_show_it() throws Exception {
        CdpSession tab = tab();

        assertThat(value(tab, "'a\\ud83db' + String.fromCharCode(0xdc00)").asString())
                .isEqualTo("a\ufffdb\ufffd");
        assertThat(value(tab, "'\\ud83d\\ude00'").asString()).isEqualTo("\ud83d\ude00");
    }

    @Test
    void events_of_a_session_come_in_order_on_a_virtual_thread_that_may_call() throws Exception {
        CdpSession tab = tab();
        BlockingQueue<Integer> logged = new LinkedBlockingQueue<>();
        BlockingQueue<Boolean> virtual = new LinkedBlockingQueue<>();
        tab.on("Runtime.consoleAPICalled", params -> {
            virtual.add(Thread.currentThread().isVirtual());
            logged.add(quietly(tab, params.path("args").path(0).path("value").asInt() + " + 0"));
        });
        tab.call("Runtime.enable", none());

        value(tab, "for (let i = 0; i < 200; i++) console.log(i)");

        for (int i = 0; i < 200; i++) {
            assertThat(logged.poll(30, TimeUnit.SECONDS)).isEqualTo(i);
        }
        assertThat(virtual).doesNotContain(false);
    }

    @Test
    void nobody_is_told_after_the_subscription_was_closed() throws Exception {
        CdpSession tab = tab();
        BlockingQueue<ObjectNode> closed = new LinkedBlockingQueue<>();
        BlockingQueue<ObjectNode> open = new LinkedBlockingQueue<>();
        Subscription subscription = tab.on("Runtime.consoleAPICalled", closed::add);
        tab.on("Runtime.consoleAPICalled", open::add);
        tab.call("Runtime.enable", none());

        subscription.close();
        value(tab, "console.log(1)");

        assertThat(open.poll(30, TimeUnit.SECONDS)).isNotNull();
        assertThat(closed).isEmpty();
    }

    @Test
    void events_beyond_the_limit_are_dropped_and_that_is_told() throws Exception {
        CdpLimits few = CdpLimits.DEFAULT.with(new CdpLimits.Events(10, 1 << 20, 20_000));
        try (CdpConnector connector = new CdpConnector(few, Duration.ofSeconds(30));
                CdpBrowser narrow = connector.connect(chrome.address())) {
            CdpSession tab = tab(narrow);
            CountDownLatch go = new CountDownLatch(1);
            BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();
            BlockingQueue<Integer> lost = new LinkedBlockingQueue<>();
            tab.on("Runtime.consoleAPICalled", params -> {
                awaitQuietly(go);
                heard.add(params.path("args").path(0).path("value").asInt());
            });
            tab.on(
                    CdpSession.EVENTS_LOST,
                    params -> lost.add(params.path("lost").asInt()));
            tab.call("Runtime.enable", none());

            value(tab, "for (let i = 0; i < 100; i++) console.log(i)");
            Integer before = lost.peek();
            go.countDown();

            assertThat(before).isNull();
            Chrome.await("each event is told, or told as lost", () -> heard.size() + sum(lost) == 100);
            assertThat(lost).isNotEmpty();
        }
    }

    @Test
    void a_tab_that_closes_ends_its_session_and_fails_what_waits_on_it() throws Exception {
        CdpSession tab = tab();
        CountDownLatch told = new CountDownLatch(1);
        tab.on(CdpSession.ENDED, params -> told.countDown());
        BlockingQueue<Kind> ends = new LinkedBlockingQueue<>();
        Thread.ofVirtual()
                .start(() -> ends.add(failure(() -> tab.call("Runtime.evaluate", awaiting("new Promise(() => {})")))
                        .kind()));
        Chrome.await("the command is under way", () -> browser.waiting() == 1);

        browser.root().call("Target.closeTarget", none().put("targetId", tab.targetId()));

        assertThat(ends.poll(30, TimeUnit.SECONDS)).isIn(Kind.TARGET_GONE, Kind.REFUSED);
        assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(tab.isOpen()).isFalse();
        assertThat(failure(() -> tab.call("Runtime.evaluate", awaiting("1"))).kind())
                .isEqualTo(Kind.TARGET_GONE);
    }

    @Test
    void a_detached_session_ends_and_its_tab_lives_on() throws Exception {
        CdpSession tab = tab();

        browser.detach(tab);

        assertThat(failure(() -> tab.call("Runtime.evaluate", awaiting("1"))).kind())
                .isEqualTo(Kind.TARGET_GONE);
        CdpSession again = browser.attach(tab.targetId());
        assertThat(value(again, "4").asInt()).isEqualTo(4);
    }

    @Test
    void there_is_no_session_with_a_tab_that_is_not_there() {
        assertThat(failure(() -> browser.attach("0123456789ABCDEF")).kind()).isEqualTo(Kind.REFUSED);
    }

    @Test
    void nothing_that_harms_the_user_is_sent() throws Exception {
        String users = usersTarget();
        CdpSession theirs = browser.attach(users);
        for (String harm : List.of(
                "Browser.close",
                "Browser.crash",
                "Browser.crashGpuProcess",
                "Page.crash",
                "Page.close",
                "Storage.clearCookies",
                "Target.exposeDevToolsProtocol",
                "browser.close",
                "Browser.close ")) {
            assertThat(failure(() -> theirs.call(harm, none())).kind()).as(harm).isEqualTo(Kind.DENIED);
        }
        for (ObjectNode params : List.of(none(), none().put("targetId", users), none().put("targetId", "X"))) {
            assertThat(failure(() -> theirs.call("Target.closeTarget", params)).kind())
                    .isEqualTo(Kind.DENIED);
        }
        CdpException nested =
                failure(() -> browser.root().call("Target.attachToTarget", none().put("targetId", users)));
        assertThat(nested.kind()).isEqualTo(Kind.DENIED);
    }

    @Test
    void a_session_that_the_browser_opens_by_itself_can_be_used() throws Exception {
        BlockingQueue<String> ids = new LinkedBlockingQueue<>();
        CdpSession tab = tab();
        tab.on(
                "Target.attachedToTarget",
                params -> ids.add(params.path("sessionId").asString("")));
        tab.call(
                "Target.setAutoAttach",
                none().put("autoAttach", true)
                        .put("waitForDebuggerOnStart", false)
                        .put("flatten", true));

        value(tab, "new Worker(URL.createObjectURL(new Blob(['onmessage = () => 0']))); 1");

        String id = ids.poll(30, TimeUnit.SECONDS);
        assertThat(value(browser.session(String.valueOf(id)).orElseThrow(), "5").asInt())
                .isEqualTo(5);
    }

    @Test
    void what_waits_fails_at_once_when_the_connection_is_closed() throws Exception {
        CdpSession tab = tab();
        BlockingQueue<Kind> ends = new LinkedBlockingQueue<>();
        Thread.ofVirtual()
                .start(() -> ends.add(failure(() -> tab.call("Runtime.evaluate", awaiting("new Promise(() => {})")))
                        .kind()));
        Chrome.await("the command is under way", () -> browser.waiting() == 1);
        CountDownLatch ended = new CountDownLatch(1);
        browser.onEnd(ended::countDown);

        browser.close();

        assertThat(ends.poll(30, TimeUnit.SECONDS)).isEqualTo(Kind.GONE);
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(tab.isOpen()).isFalse();
        assertThat(failure(() -> tab.call("Runtime.evaluate", awaiting("1"))).kind())
                .isEqualTo(Kind.GONE);
    }

    private static int sum(Collection<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).sum();
    }

    private CdpSession tab() throws CdpException {
        return tab(browser);
    }

    private static CdpSession tab(CdpBrowser browser) throws CdpException {
        ObjectNode made = browser.root().call("Target.createTarget", none().put("url", "about:blank"));
        return browser.attach(made.path("targetId").asString(""));
    }

    private String usersTarget() throws CdpException {
        return browser.root()
                .call("Target.getTargets", none())
                .path("targetInfos")
                .valueStream()
                .filter(target -> target.path("url").asString("").startsWith("data:"))
                .findFirst()
                .orElseThrow()
                .path("targetId")
                .asString("");
    }

    private static tools.jackson.databind.JsonNode value(CdpSession tab, String expression) throws CdpException {
        return tab.call("Runtime.evaluate", awaiting(expression)).path("result").path("value");
    }

    private static int quietly(CdpSession tab, String expression) {
        try {
            return value(tab, expression).asInt();
        } catch (CdpException e) {
            return -1;
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            boolean ignored = latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ObjectNode awaiting(String expression) {
        return none().put("expression", expression).put("awaitPromise", true).put("returnByValue", true);
    }

    private static ObjectNode none() {
        return JsonNodeFactory.instance.objectNode();
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
