package io.yumen.service.browser.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.yumen.backend.life.VirtualClock;
import io.yumen.service.browser.Chrome;
import io.yumen.service.browser.cdp.CdpBrowser;
import io.yumen.service.browser.cdp.CdpConnector;
import io.yumen.service.browser.cdp.CdpException;
import io.yumen.service.browser.cdp.CdpLimits;
import io.yumen.store.StoreLimits;
import io.yumen.store.disk.DiskStore;
import io.yumen.store.memory.MemoryStore;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real Chromiums that are registered, by their users and by others. */
final class BrowsersTest {
    private static final Principal ALICE = new Principal(TenantId.LOCAL, "alice");
    private static final Principal BOB = new Principal(TenantId.LOCAL, "bob");
    private static final Pattern CODE = Pattern.compile("id(?:=|%3D)code(?:>|%3E)(\\d{6})");

    @TempDir
    static Path directory;

    private static Chrome first;
    private static Chrome second;

    private final VirtualClock clock = new VirtualClock();
    private final MemoryStore store = new MemoryStore(StoreLimits.DEFAULT, InstantSource.system());
    private final CdpConnector connector = new CdpConnector(CdpLimits.DEFAULT, Duration.ofSeconds(30));
    private final Browsers browsers = browsers(RegistryLimits.DEFAULT, List.of(AllowedPlace.of("127.0.0.0/8:1-65535")));

    @BeforeAll
    static void start() throws Exception {
        first = Chrome.start(directory);
        second = Chrome.start(directory);
    }

    @AfterAll
    static void end() {
        first.close();
        second.close();
    }

    @AfterEach
    void the_browsers_live_on_and_show_no_code_any_more() throws Exception {
        browsers.close();
        connector.close();
        store.close();
        for (Chrome chrome : List.of(first, second)) {
            assertThat(chrome.isAlive()).isTrue();
            assertThat(chrome.hasUsersTab()).isTrue();
            Chrome.await("no code is shown", () -> !chrome.get("/json/list").contains("Pairing"));
        }
    }

    @Test
    void a_browser_is_the_users_once_its_code_was_sent_back() throws Exception {
        assertThat(browsers.register(wish(ALICE, "work", first))).isInstanceOf(Registration.Pending.class);
        assertThat(browsers.isPending(ALICE, "work")).isTrue();
        assertThat(browsers.find(ALICE, "work")).isEmpty();
        assertThat(catchThrowableOfType(CdpException.class, () -> browsers.open(ALICE, "work"))
                        .kind())
                .isEqualTo(CdpException.Kind.GONE);

        Registration paired = browsers.pair(ALICE, "work", code(first));

        assertThat(paired).isInstanceOf(Registration.Registered.class);
        assertThat(browsers.list(ALICE)).extracting(RegisteredBrowser::name).containsExactly("work");
        assertThat(browsers.list(ALICE).getFirst().registered().userAgent()).isEqualTo("an editor");
        assertThat(browsers.list(BOB)).isEmpty();
        assertThat(browsers.find(BOB, "work")).isEmpty();
        try (CdpBrowser browser = browsers.open(ALICE, "work")) {
            assertThat(browser.isOpen()).isTrue();
        }
    }

    @Test
    void wrong_codes_end_the_pairing_and_the_right_one_comes_too_late() throws Exception {
        browsers.register(wish(ALICE, "work", first));
        String code = code(first);
        String wrong = code.equals("000000") ? "000001" : "000000";

        for (int left = 4; left >= 0; left--) {
            assertThat(browsers.pair(ALICE, "work", wrong)).isEqualTo(new Registration.Wrong(left));
        }

        assertThat(browsers.pair(ALICE, "work", code)).isInstanceOf(Registration.Unknown.class);
        assertThat(browsers.find(ALICE, "work")).isEmpty();
    }

    @Test
    void the_code_of_one_user_is_none_of_another() throws Exception {
        browsers.register(wish(ALICE, "work", first));

        assertThat(browsers.pair(BOB, "work", code(first))).isInstanceOf(Registration.Unknown.class);
        assertThat(browsers.pair(ALICE, "other", code(first))).isInstanceOf(Registration.Unknown.class);
    }

    @Test
    void a_code_is_good_for_two_minutes_and_its_tab_is_closed_then() throws Exception {
        browsers.register(wish(ALICE, "work", first));
        String code = code(first);

        clock.advance(Duration.ofSeconds(121));

        assertThat(browsers.pair(ALICE, "work", code)).isInstanceOf(Registration.Unknown.class);
        Chrome.await("the tab is closed", () -> !first.get("/json/list").contains("Pairing"));
    }

    @Test
    void nobody_gets_a_browser_that_is_anothers_by_whatever_spelling() throws Exception {
        assertThat(browsers.assign(wish(ALICE, "work", first))).isInstanceOf(Registration.Registered.class);

        for (String url : List.of(
                "http://127.0.0.1:" + first.port(),
                "ws://127.0.0.1:" + first.port() + "/",
                "HTTP://localhost:" + first.port(),
                // Another address, and the same browser: its own id gives it away. It listens on 127.0.0.1 only.
                "http://[::ffff:127.0.0.1]:" + first.port())) {
            assertThat(browsers.register(wish(BOB, "mine", url))).as(url).isInstanceOf(Registration.Taken.class);
            assertThat(browsers.assign(wish(BOB, "mine", url))).as(url).isInstanceOf(Registration.Taken.class);
        }
        assertThat(browsers.register(wish(ALICE, "again", first))).isInstanceOf(Registration.Taken.class);
        assertThat(browsers.list(BOB)).isEmpty();
    }

    @Test
    void a_browser_that_shows_a_code_already_shows_no_second_one() throws Exception {
        browsers.register(wish(ALICE, "work", first));

        assertThat(browsers.register(wish(BOB, "mine", first))).isInstanceOf(Registration.Taken.class);

        assertThat(browsers.pair(ALICE, "work", code(first))).isInstanceOf(Registration.Registered.class);
    }

    @Test
    void a_user_has_several_browsers_by_name_and_no_more_than_the_limit() {
        Browsers narrow = browsers(
                new RegistryLimits(2, 10, Duration.ofMinutes(2), 5), List.of(AllowedPlace.of("127.0.0.1:1-65535")));
        assertThat(narrow.assign(wish(ALICE, "one", first))).isInstanceOf(Registration.Registered.class);
        assertThat(narrow.assign(wish(ALICE, "two", second))).isInstanceOf(Registration.Registered.class);

        assertThat(narrow.assign(wish(ALICE, "three", first))).isInstanceOf(Registration.Full.class);
        assertThat(narrow.assign(wish(ALICE, "one", second))).isInstanceOf(Registration.Taken.class);
        assertThat(narrow.list(ALICE)).extracting(RegisteredBrowser::name).containsExactly("one", "two");
    }

    @Test
    void one_that_was_removed_is_anybodys_and_one_that_was_renamed_is_found_by_its_new_name() throws Exception {
        List<RegisteredBrowser> ended = new ArrayList<>();
        browsers.onEnd(ended::add);
        browsers.assign(wish(ALICE, "one", first));
        browsers.assign(wish(ALICE, "two", second));

        assertThat(browsers.rename(ALICE, "one", "two")).isFalse();
        assertThat(browsers.rename(ALICE, "one", "home")).isTrue();
        assertThat(browsers.find(ALICE, "one")).isEmpty();
        assertThat(browsers.assign(wish(BOB, "mine", first))).isInstanceOf(Registration.Taken.class);
        browsers.open(ALICE, "home").close();

        assertThat(browsers.remove(BOB, "home")).isFalse();
        assertThat(browsers.remove(ALICE, "home")).isTrue();
        assertThat(browsers.assign(wish(BOB, "mine", first))).isInstanceOf(Registration.Registered.class);
        assertThat(ended).extracting(RegisteredBrowser::name).containsExactly("one", "home");
    }

    @Test
    void who_has_which_browser_is_known_after_a_restart_of_the_gateway() throws Exception {
        Path state = directory.resolve("state");
        try (DiskStore disk = DiskStore.open(state, StoreLimits.DEFAULT, InstantSource.system())) {
            assertThat(over(disk).assign(wish(ALICE, "work", first))).isInstanceOf(Registration.Registered.class);
        }
        try (DiskStore disk = DiskStore.open(state, StoreLimits.DEFAULT, InstantSource.system())) {
            Browsers again = over(disk);
            assertThat(again.assign(wish(BOB, "mine", first))).isInstanceOf(Registration.Taken.class);
            again.open(ALICE, "work").close();
        }
    }

    @Test
    void a_browser_that_was_started_anew_is_still_its_users() throws Exception {
        try (Chrome chrome = Chrome.start(directory)) {
            browsers.assign(wish(ALICE, "work", chrome));
            String before = browsers.find(ALICE, "work").orElseThrow().browserId();

            chrome.kill();
            chrome.restart();

            browsers.open(ALICE, "work").close();
            assertThat(browsers.find(ALICE, "work").orElseThrow().browserId()).isNotEqualTo(before);
            assertThat(browsers.assign(wish(BOB, "mine", chrome))).isInstanceOf(Registration.Taken.class);
        }
    }

    @Test
    void what_the_operator_does_not_allow_any_more_is_not_connected_to() throws Exception {
        List<AllowedPlace> allowed = new ArrayList<>(List.of(AllowedPlace.of("127.0.0.1:1-65535")));
        Browsers strict = browsers(RegistryLimits.DEFAULT, allowed);
        strict.assign(wish(ALICE, "work", first));
        strict.open(ALICE, "work").close();

        allowed.clear();

        assertThat(catchThrowableOfType(CdpException.class, () -> strict.open(ALICE, "work")))
                .hasMessageContaining("cannot be reached");
    }

    @Test
    void what_cannot_be_registered_is_refused_with_one_answer() {
        Browsers closed = browsers(RegistryLimits.DEFAULT, List.of());
        for (String url : List.of(
                "http://127.0.0.1:" + first.port(),
                "http://127.0.0.1:1",
                "http://169.254.169.254:80",
                "http://no-such-host.invalid:9222",
                "file:///etc/passwd",
                "")) {
            assertThat(closed.register(wish(ALICE, "work", url))).as(url).isEqualTo(new Registration.Unreachable());
        }
        assertThat(browsers.register(wish(ALICE, "work", "http://127.0.0.1:1")))
                .isEqualTo(new Registration.Unreachable());
    }

    private Browsers over(DiskStore disk) {
        Reach reach = new Reach(() -> List.of(AllowedPlace.of("127.0.0.1:1-65535")), place -> false);
        return new Browsers(disk.values(), reach, connector, RegistryLimits.DEFAULT, clock);
    }

    private Browsers browsers(RegistryLimits limits, List<AllowedPlace> allowed) {
        Reach.Resolver resolver = host -> InetAddress.getAllByName(host.equals("localhost") ? "127.0.0.1" : host);
        return new Browsers(
                store.values(), new Reach(() -> allowed, place -> false, resolver), connector, limits, clock);
    }

    private static Browsers.Wish wish(Principal owner, String name, Chrome chrome) {
        return wish(owner, name, "http://127.0.0.1:" + chrome.port());
    }

    private static Browsers.Wish wish(Principal owner, String name, String url) {
        return new Browsers.Wish(
                owner, name, url, new RegisteredBrowser.Origin(Instant.EPOCH, "192.0.2.7", "an editor"));
    }

    /** What the user reads in the browser. */
    private static String code(Chrome chrome) throws Exception {
        Chrome.await(
                "the code is shown",
                () -> CODE.matcher(chrome.get("/json/list")).find());
        Matcher matcher = CODE.matcher(chrome.get("/json/list"));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
