package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.Gateway;
import io.yumen.app.access.State;
import io.yumen.auth.server.Browser;
import io.yumen.auth.users.UserLimits;
import io.yumen.auth.users.Users;
import io.yumen.config.file.ConfigFile;
import io.yumen.tenant.TenantId;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The pages for people in a real browser: they look like one product, by day and by night, on a narrow screen, to everybody. */
@Timeout(180)
class PagesLookTest {
    private static final int NARROW = 320;
    private static final int WIDE = 1_200;
    private static final String LONG = "Program" + "x".repeat(60);
    private static final String REFUSED = "/authorize?client_id=nobody&redirect_uri=http://127.0.0.1:7777/callback";

    /** What is the same on all pages, where they are of one product. */
    private static final String LOOK = """
            (() => {
              const styled = (where, names) => names.map(name => getComputedStyle(document.querySelector(where))[name]);
              const text = ['fontFamily', 'fontSize', 'lineHeight', 'color', 'backgroundColor'];
              return JSON.stringify({
                sheets: [...document.styleSheets].map(sheet => sheet.ownerNode.textContent),
                body: styled('body', text), main: styled('main', text.concat('borderRadius', 'maxWidth', 'borderColor')),
                brand: styled('header', text.concat('letterSpacing', 'textTransform')), heading: styled('h1', text),
                frame: [...document.body.children].map(one => one.tagName).concat(
                  [...document.querySelector('main').children].slice(0, 2).map(one => one.tagName)),
                name: document.querySelector('header').textContent,
                language: document.documentElement.lang, viewport: document.querySelector('meta[name=viewport]').content
              });
            })()""";

    /** What no page has. */
    private static final String FAULTS = """
            JSON.stringify([
              ...[...document.querySelectorAll('input:not([type=hidden])')].filter(one => !one.labels.length)
                .map(one => 'no label: ' + one.name),
              ...[...document.querySelectorAll('button,a')].filter(one => !one.textContent.trim()).map(() => 'nothing to read'),
              ...[...document.querySelectorAll('*')].flatMap(one => [...one.attributes])
                .filter(one => one.name === 'style' || one.name.startsWith('on')).map(one => 'inline: ' + one.name),
              ...[...document.querySelectorAll('script,link,img,iframe')].map(one => 'not ours to have: ' + one.tagName),
              ...(document.querySelectorAll('h1').length === 1 ? [] : ['headings']),
              ...(document.title.endsWith(' - Yumen') && document.title.length > 8 ? [] : ['title: ' + document.title]),
              ...(document.documentElement.scrollWidth <= innerWidth ? [] : ['wider than ' + innerWidth + ': '
                + document.documentElement.scrollWidth])
            ])""";

    @TempDir
    private Path directory;

    private final Map<String, JsonNode> byDay = new LinkedHashMap<>();
    private final Map<String, JsonNode> byNight = new LinkedHashMap<>();
    private Gateway gateway;
    private String issuer;
    private Browser ann;
    private Chromium chromium;

    @BeforeEach
    void start() throws Exception {
        Path state = directory.resolve("state");
        try (State open = State.open(state)) {
            new Users(open.store().values(), UserLimits.DEFAULT, InstantSource.system())
                    .create("ann", TenantId.LOCAL, Set.of("operator"), Browser.PASSWORD);
        }
        gateway = Gateway.start(ConfigFile.parse("""
                {"listen": {"port": 0}, "state": "%s", "mcpServers": {"everything": {"service": "everything"}},
                 "access": {"login": {"clients": {
                   "editor": {"name": "%s", "redirects": ["http://127.0.0.1:7777/callback"]}}}}}""".formatted(state, LONG)));
        issuer = gateway.endpoint().resolve("/").toString().replaceAll("/$", "");
        ann = new Browser(issuer);
        chromium = Chromium.start(directory);
    }

    @AfterEach
    void stop() {
        chromium.close();
        ann.close();
        gateway.close();
    }

    @Test
    void all_pages_look_like_one_product_and_can_be_used_on_a_narrow_screen() throws Exception {
        ann.exchange(ann.allow(ann.question("ann", "editor")), "editor");
        chromium.visit(issuer + REFUSED);
        chromium.awaitPage(" - Yumen");
        look("refused");
        chromium.visit(issuer + "/account");
        chromium.awaitPage("Log in - Yumen");
        look("login");
        logIn("not the right one");
        chromium.awaitPage("Log in - Yumen");
        Await.until(
                "it is refused",
                Duration.ofSeconds(30),
                () -> chromium.evaluate("String(document.querySelectorAll('[role=alert]').length)")
                        .equals("1"));
        look("login refused");
        logIn(Browser.PASSWORD.reveal());
        chromium.awaitPage("Your account - Yumen");
        assertThat(chromium.evaluate("document.querySelector('main').innerText"))
                .contains(LONG);
        look("account");
        chromium.visit(issuer + Browser.authorize("editor", ""));
        chromium.awaitPage("Let " + LONG + " act for you? - Yumen");
        look("consent");

        assertThat(byDay).hasSize(5);
        assertThat(Set.copyOf(byDay.values())).as("by day: %s", byDay).hasSize(1);
        assertThat(Set.copyOf(byNight.values())).as("by night: %s", byNight).hasSize(1);
        JsonNode day = byDay.get("login");
        JsonNode night = byNight.get("login");
        assertThat(day.path("name").asString()).isEqualTo("Yumen");
        assertThat(day.path("language").asString()).isEqualTo("en");
        assertThat(day.path("frame").toString()).isEqualTo("[\"MAIN\",\"HEADER\",\"H1\"]");
        assertThat(day.path("sheets")).hasSize(1);
        for (String part : Set.of("body", "main", "brand", "heading")) {
            assertThat(night.path(part).path(3))
                    .as("ink of " + part)
                    .isNotEqualTo(day.path(part).path(3));
        }
        assertThat(night.path("main").path(4))
                .as("paper")
                .isNotEqualTo(day.path("main").path(4));
        Peers.report("pages-in-chromium", "pages for people in Chromium: 5 pages, day and night, 320 px: one look");
    }

    @Test
    void no_page_allows_anything_inline_but_its_one_style() {
        HttpResponse<String> login = ann.get("/account/login");
        HttpResponse<String> refused = ann.get(REFUSED);
        HttpResponse<String> question = ann.question("ann", "editor");
        HttpResponse<String> account = ann.get("/account");
        String policy = policy(login);
        assertThat(policy)
                .matches(
                        "default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]+'; base-uri 'none'; frame-ancestors 'none'; ");
        assertThat(List.of(policy(refused), policy(question), policy(account))).containsOnly(policy);
        assertThat(account.body()).contains("Your account");
        assertThat(question.body()).contains("act for you?");
    }

    /** Without where forms may lead, which is another place for each. */
    private static String policy(HttpResponse<String> page) {
        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertThat(policy).doesNotContain("unsafe").contains("form-action");
        return policy.substring(0, policy.indexOf("form-action"));
    }

    private void look(String page) throws Exception {
        for (int width : new int[] {NARROW, WIDE}) {
            chromium.show(width, "light");
            assertThat(chromium.evaluate("String(innerWidth)")).isEqualTo(String.valueOf(width));
            assertThat(chromium.evaluate(FAULTS)).as("%s, %d wide", page, width).isEqualTo("[]");
        }
        byDay.put(page, JsonMapper.shared().readTree(chromium.evaluate(LOOK)));
        chromium.show(WIDE, "dark");
        byNight.put(page, JsonMapper.shared().readTree(chromium.evaluate(LOOK)));
    }

    private void logIn(String password) throws Exception {
        chromium.evaluate("document.querySelector('#name').value = 'ann';"
                + "document.querySelector('#password').value = '" + password + "';"
                + "document.querySelector('button').click()");
    }
}
