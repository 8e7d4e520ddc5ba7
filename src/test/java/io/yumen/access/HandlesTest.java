package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.e2e.Peers;
import io.yumen.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every name of something that a user has, in the hands of another user, and of one of another tenant. */
@Timeout(180)
class HandlesTest {
    private static final Path TABLE = Path.of("docs", "security", "handles.md");
    private static final String ACCESS = """
            {"login": {"registration": true, "scopes": ["mcp:invoke"],
                       "clients": {"editor": {"redirects": ["http://127.0.0.1:7777/callback"]},
                                   "other": {"redirects": ["http://127.0.0.1:7777/callback"]}}},
             "rules": [{"name": "big", "effect": "approve", "tools": ["add"], "when": "arguments.a >= 100"},
                       {"name": "rest", "effect": "allow"}]}""";

    @TempDir
    private Path folder;

    private Locked gateway;
    private Locked before;
    private LoginHandles logins;
    private ServerHandles servers;
    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        gateway = Locked.with(folder.resolve("one"), ACCESS, "\"views\": {\"all\": {\"servers\": [\"*\"]}}");
        logins = new LoginHandles(gateway);
        servers = new ServerHandles(gateway);
        gateway.makeUser("remote-user", "[]");
        Path script = Files.writeString(folder.resolve("mine.sh"), ServerHandles.SCRIPT);
        before = Locked.with(folder.resolve("two"), "{}", """
                "mcpServers": {"remote": {"url": "%s", "auth": {"oauth": {}}},
                               "mine": {"command": "sh", "args": ["%s"], "scope": "user"}}""".formatted(gateway.endpoint(), script));
    }

    @AfterEach
    void stop() {
        logins.close();
        before.close();
        gateway.close();
    }

    @Test
    void a_stranger_gets_what_nobody_s_name_gets_and_the_owner_goes_on() throws IOException {
        tryAt(
                gateway,
                Stream.of(WireHandles.all(), CallHandles.all(gateway), logins.all())
                        .flatMap(all -> all));
        tryAt(before, servers.all());
        Golden.matches(TABLE, page());
        Peers.report(
                "handles",
                "names of other users' things: " + lines.size() + " ways to use them, tried by two strangers each");
    }

    @Test
    void a_stranger_has_neither_the_tokens_nor_the_process_of_another() throws IOException {
        Person owner = Person.at(before, "ann", "local", "[]");
        servers.logIn(owner);
        assertThat(list(owner)).contains("\"echo\"").doesNotContain("authorize_remote");
        assertThat(call(owner, "count", "{}")).contains("called 1");
        assertThat(call(owner, "count", "{}")).contains("called 2");

        for (Person stranger :
                List.of(Person.at(before, "eve", "local", "[]"), Person.at(before, "ann", "acme", "[]"))) {
            assertThat(list(stranger)).contains("authorize_remote").doesNotContain("\"echo\"");
            assertThat(call(stranger, "echo", "{\"message\":\"m\"}")).contains("Unknown tool: echo");
            assertThat(call(stranger, "count", "{}")).contains("called 1");
        }
        assertThat(call(owner, "count", "{}")).contains("called 3");
        assertThat(call(owner, "echo", "{\"message\":\"m\"}")).contains("\"result\"");
    }

    private static String list(Person who) throws IOException {
        return who.ask("tools/list", "", "").body();
    }

    private static String call(Person who, String tool, String arguments) throws IOException {
        return who.ask("tools/call", tool, "\"name\":\"%s\",\"arguments\":%s,".formatted(tool, arguments))
                .body();
    }

    private void tryAt(Locked where, Stream<Handle> handles) throws IOException {
        Strangers strangers = new Strangers(
                where,
                Person.at(where, "ann", "local", "[]"),
                Person.at(where, "eve", "local", "[]"),
                Person.at(where, "ann", "acme", "[\"approver\"]"));
        for (Handle handle : handles.toList()) {
            lines.add(tried(handle, strangers));
        }
    }

    /** Who owns what is tried, and who tries it. */
    private record Strangers(Locked where, Person owner, Person user, Person tenant) {}

    private static String tried(Handle handle, Strangers strangers) throws IOException {
        try (Handle.Held held = handle.taker().take(strangers.owner())) {
            String line = "| %s | %s | %s | %s | %s |"
                    .formatted(
                            handle.kind(),
                            handle.way(),
                            said(handle, held, strangers.user(), strangers.where()),
                            said(handle, held, strangers.tenant(), strangers.where()),
                            switch (handle.record()) {
                                case REFUSED -> "yes";
                                case HIS_OWN -> "no: his own";
                            });
            held.goOn();
            return line;
        }
    }

    /** What a stranger is told, which is not to depend on whether there is such a thing. */
    private static String said(Handle handle, Handle.Held held, Person stranger, Locked where) throws IOException {
        String nobodys = Handle.unlike(held.id());
        long before = where.refusals();
        RawHttp.Answer unknown = held.reach(stranger, nobodys);
        requireRecord(handle, before + 1, where);
        RawHttp.Answer known = held.reach(stranger, held.id());
        requireRecord(handle, before + 2, where);
        assertThat(known.status())
                .as("%s %s by %s: %s", handle.kind(), handle.way(), stranger.tenant(), known.body())
                .isEqualTo(unknown.status());
        assertThat(known.body().replace(held.id(), "ID"))
                .as("%s %s by %s", handle.kind(), handle.way(), stranger.tenant())
                .isEqualTo(unknown.body().replace(nobodys, "ID"));
        return known.status() + code(known);
    }

    private static void requireRecord(Handle handle, long least, Locked where) throws IOException {
        if (handle.record() == Handle.Record.HIS_OWN) {
            return;
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (where.refusals() < least) {
            assertThat(System.nanoTime())
                    .as("%s %s is recorded", handle.kind(), handle.way())
                    .isLessThan(end);
        }
    }

    private static String code(RawHttp.Answer answer) {
        return answer.status() == 200 && answer.body().contains("\"error\"")
                ? ", " + Person.read(answer).at("/error/code").asInt()
                : "";
    }

    private String page() {
        return """
                # What names are worth in other hands

                Each line is the name of something that a user has, and a way to reach for it. It was tried by another user of the
                same tenant, and by one of the same name in another tenant: each got the status that is written here, with the very
                words that a name gets which nobody was given. Then the owner went on with what is his. `recorded` says
                whether the audit trail has a line of the stranger; "his own" is a number that counts within each session, and means there
                something of the stranger's or nothing. A test writes this page.

                | name of | way | another user | another tenant | recorded |
                | --- | --- | --- | --- | --- |
                """ + String.join("\n", lines) + "\n";
    }
}
