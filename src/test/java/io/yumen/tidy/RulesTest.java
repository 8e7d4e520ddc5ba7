package io.yumen.tidy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule that cannot fail holds nothing: each is shown a snippet that breaks it, and one beside it that does not. */
final class RulesTest {
    @Test
    void a_file_that_does_not_parse_is_refused() {
        assertThatThrownBy(() -> Sources.of(Map.of(path("hub", "A"), "package io.yumen.hub; class {")))
                .hasMessageContaining("Does not parse");
    }

    @Test
    void a_violation_prints_as_a_place_to_jump_to() {
        List<Violation> found = new Ladder().check(file("hub", "import io.yumen.cli.Main; final class A {}"));

        assertThat(found)
                .singleElement()
                .hasToString("src/main/java/io/yumen/hub/A.java:1: violates [ladder]: hub may not import cli:"
                        + " rows import only rows below them");
    }

    @Test
    void an_import_goes_down_the_ladder() {
        assertThat(imports("backend.http", "io.yumen.http.Link")).isEmpty();
        assertThat(imports("exchange", "io.yumen.hub.Hub")).contains("exchange may not import hub");
        assertThat(imports("admin", "io.yumen.hub.lists.*")).isEmpty();
        assertThat(imports("http", "io.yumen.telemetry.Meter")).isEmpty();
        assertThat(imports("telemetry", "io.yumen.http.Link")).contains("telemetry may not import http");
    }

    @Test
    void a_wire_is_named_where_it_is_plugged_in() {
        assertThat(new Wires().check(file("app", "import io.yumen.transport.poll.PollHttp; final class A {}")))
                .singleElement()
                .asString()
                .contains("transport.poll is plugged in by [app/Faces.java]");
        assertThat(new Wires()
                        .check(file("transport.poll", "import io.yumen.transport.poll.PollHttp; final class A {}")))
                .isEmpty();
        assertThat(new Wires().check(file("config", "import io.yumen.transport.poll.PollLimits; final class A {}")))
                .isEmpty();
    }

    @Test
    void a_revision_is_told_from_another_by_the_adapters_of_the_eras() {
        String comparison = "import io.yumen.protocol.Revision; final class A { Object x = Revision.V2025_03_26; }";
        assertThat(new Wires().check(file("hub", comparison))).hasSize(1);
        assertThat(new Wires().check(file("session.legacy", comparison))).isEmpty();
        assertThat(new Wires().check(file("hub", "final class A { Object x = io.yumen.protocol.Revision.NEWEST; }")))
                .isEmpty();
        assertThat(new Wires().check(file("hub", "final class A { String x = \"2025-03-26\"; }")))
                .hasSize(1);
    }

    @Test
    void a_static_import_and_a_qualified_name_count_as_imports() {
        assertThat(new Ladder().check(file("exchange", "import static io.yumen.hub.Hub.NAME; final class A {}")))
                .hasSize(1);
        assertThat(new Ladder().check(file("exchange", "final class A { Object x = io.yumen.hub.Hub.create(); }")))
                .hasSize(1);
    }

    @Test
    void within_a_row_only_a_part_imports_its_whole() {
        assertThat(imports("transport.http", "io.yumen.transport.Edge")).isEmpty();
        assertThat(imports("transport", "io.yumen.transport.http.Edge")).contains("may not import");
        assertThat(imports("http.server.body", "io.yumen.http.Head")).isEmpty();
        assertThat(imports("http", "io.yumen.http.server.Server")).contains("may not import");
        assertThat(imports("session", "io.yumen.audit.Audit")).contains("session may not import audit");
        assertThat(imports("service.kubernetes.helm", "io.yumen.service.kubernetes.Api"))
                .isEmpty();
        assertThat(imports("service.helm", "io.yumen.service.kubernetes.api.Reach"))
                .isEmpty();
        assertThat(imports("service.grafana", "io.yumen.service.loki.Api")).contains("may not import");
    }

    @Test
    void a_package_without_a_row_is_named() {
        assertThat(imports("wagon", "io.yumen.protocol.Json")).contains("'wagon' has no row in the table");
        assertThat(imports("hub", "io.yumen.wagon.Wheel")).contains("'wagon', which has no row");
        assertThat(new Ladder()
                        .check(Sources.of(Map.of("src/main/java/io/yumen/A.java", "package io.yumen; class A {}"))))
                .hasSize(1);
    }

    @Test
    void some_rooms_never_see_each_other() {
        for (String forbidden : List.of("hub.lists.Lists", "backend.Backend", "backend.http.Link", "service.Service")) {
            assertThat(imports("transport.sse", "io.yumen." + forbidden)).contains("never import");
        }
        for (String forbidden : List.of("http.Link", "auth.Login")) {
            assertThat(imports("hub", "io.yumen." + forbidden)).contains("never import");
        }
        assertThat(imports("hub", "io.yumen.transport.Edge")).contains("may not import");
    }

    @Test
    void only_the_composition_root_sees_concrete_stores_and_services() {
        assertThat(imports("app", "io.yumen.store.redis.RedisStore")).isEmpty();
        assertThat(imports("app", "io.yumen.service.everything.Everything")).isEmpty();
        assertThat(imports("session", "io.yumen.store.memory.MemoryStore")).contains("only app");
        assertThat(imports("cli", "io.yumen.service.everything.Everything")).contains("only app");
    }

    @Test
    void the_configuration_sees_configuration_records_only() {
        assertThat(imports("config", "io.yumen.backend.stdio.StdioConfig")).isEmpty();
        assertThat(imports("config", "io.yumen.http.HttpLimits")).isEmpty();
        assertThat(imports("config", "io.yumen.service.kubernetes.KubernetesConfig"))
                .isEmpty();
        assertThat(imports("config", "io.yumen.protocol.Json")).isEmpty();
        assertThat(imports("config", "io.yumen.hub.Hub")).contains("only *Config and *Limits");
    }

    @Test
    void packages_that_import_each_other_are_a_cycle() {
        List<Source> sources = Sources.of(Map.of(
                path("hub", "A"), "package io.yumen.hub; import io.yumen.limit.B; final class A {}",
                path("limit", "B"), "package io.yumen.limit; import io.yumen.audit.C; final class B {}",
                path("audit", "C"), "package io.yumen.audit; import io.yumen.hub.A; final class C {}"));

        assertThat(new Cycles().check(sources)).singleElement().asString().contains("->");
        assertThat(new Cycles().check(file("hub", "import io.yumen.limit.B; final class A {}")))
                .isEmpty();
    }

    @Test
    void a_library_stays_in_its_package() {
        assertThat(uses("http", "io.helidon.webserver.WebServer")).isEmpty();
        assertThat(uses("transport.http", "io.helidon.webserver.WebServer")).hasSize(1);
        assertThat(uses("hub", "tools.jackson.databind.node.ObjectNode")).isEmpty();
        assertThat(uses("hub", "tools.jackson.databind.JsonNode")).isEmpty();
        assertThat(uses("hub", "tools.jackson.databind.ObjectMapper")).hasSize(1);
        assertThat(uses("protocol", "tools.jackson.databind.ObjectMapper")).isEmpty();
        assertThat(uses("hub", "com.example.Unknown")).hasSize(1);
        assertThat(uses("hub", "java.util.List")).isEmpty();
        assertThat(new ThirdParty().check(file("hub", "final class A { picocli.CommandLine line; }")))
                .hasSize(1);
    }

    @Test
    void a_long_body_and_a_long_file_are_found() {
        String sixty = "\n;".repeat(Sizes.BODY_LINES) + "\n";

        assertThat(new Sizes().check(file("hub", "final class A { void a() {" + sixty + "} }")))
                .isEmpty();
        assertThat(new Sizes().check(file("hub", "final class A { void a() {;" + sixty + "\n} }")))
                .hasSize(1);
        assertThat(new Sizes().check(file("hub", "final class A {" + "\n".repeat(Sizes.FILE_LINES) + "}")))
                .hasSize(1);
    }

    @Test
    void a_full_package_is_found() {
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 0; i < Sizes.PACKAGE_FILES; i++) {
            files.put(path("hub", "A" + i), "package io.yumen.hub; final class A" + i + " {}");
        }
        assertThat(new Sizes().check(Sources.of(files))).isEmpty();

        files.put(path("hub", "More"), "package io.yumen.hub; final class More {}");
        assertThat(new Sizes().check(Sources.of(files))).hasSize(1);
    }

    @Test
    void every_branch_counts_towards_complexity() {
        String branches = "if (a) b(); while (a) b(); do b(); while (a); for (;;) b(); for (int x : y) b();"
                + " try { b(); } catch (Error e) { } c = a ? 1 : 2;";
        assertThat(complexityOf(branches + "c = a && a;")).isEmpty();
        assertThat(complexityOf(branches + "c = a && a || a;")).hasSize(1);
        assertThat(complexityOf(branches + "switch (c) { case 1 -> b(); default -> b(); }"))
                .isEmpty();
        assertThat(complexityOf(branches + "switch (c) { case Integer i when i > 1 -> b(); default -> b(); }"))
                .hasSize(1);
        assertThat(complexityOf(branches + "b(() -> a && a || a);")).hasSize(1);
    }

    @Test
    void six_parameters_are_too_many() {
        assertThat(signature("final class A { void a(int a, int b, int c, int d, int e) {} }"))
                .isEmpty();
        assertThat(signature("final class A { private void a(int a, int b, int c, int d, int e, int f) {} }"))
                .hasSize(1);
        assertThat(signature("final class A { A(int a, int b, int c, int d, int e, int f) {} }"))
                .hasSize(1);
        assertThat(signature("record A(int a, int b, int c, int d, int e, int f) { A { b(); } }"))
                .isEmpty();
        assertThat(signature("record A(int a, int b, int c, int d, int e, int f) {"
                        + " A(int a, int b, int c, int d, int e, int f) { this.a = a; } }"))
                .isEmpty();
    }

    @Test
    void a_boolean_parameter_is_found() {
        assertThat(signature("final class A { void a(boolean b) {} }")).hasSize(1);
        assertThat(signature("interface A { void a(Boolean b); }")).hasSize(1);
        assertThat(signature("final class A { private void a(boolean b) {} }")).isEmpty();
        assertThat(signature("final class A { @Override public void a(boolean b) {} }"))
                .isEmpty();
        assertThat(signature("record A(boolean b) { A { c(); } }")).isEmpty();
    }

    @Test
    void a_future_in_an_interface_is_found() {
        assertThat(signature("interface A { CompletableFuture<String> a(); }")).hasSize(1);
        assertThat(signature("final class A { void a(CompletionStage<String> b) {} }"))
                .hasSize(1);
        assertThat(signature("final class A { private CompletableFuture<String> a() { return b; } }"))
                .isEmpty();
    }

    @Test
    void a_package_says_what_it_is() {
        String documented = "/** The hub. */ @NullMarked package io.yumen.hub;";
        assertThat(described(documented)).isEmpty();
        assertThat(described("@NullMarked package io.yumen.hub;")).hasSize(1);
        assertThat(described("/** The hub. */ package io.yumen.hub;")).hasSize(1);
        assertThat(new Shapes().check(file("hub", "final class A {}"))).hasSize(1);
    }

    @Test
    void an_empty_package_name_is_found() {
        assertThat(new Shapes().check(file("hub.util", "final class A {}")))
                .extracting(Violation::rule)
                .contains("package-name");
    }

    @Test
    void an_open_class_is_found() {
        assertThat(shape("class A {}")).hasSize(1);
        assertThat(shape("final class A { static class B {} }")).hasSize(1);
        assertThat(shape("abstract class A {} record B() {} enum C { D } interface E {}"))
                .isEmpty();
        assertThat(shape("sealed class A permits B {} final class B extends A {}"))
                .isEmpty();
        assertThat(shape("final class A { Object a = new Object() {}; }")).isEmpty();
    }

    @Test
    void state_in_a_static_is_found() {
        assertThat(shape("final class A { static int count; }")).hasSize(1);
        assertThat(shape("final class A { static final Map<A, B> ALL = new ConcurrentHashMap<>(); }"))
                .hasSize(1);
        assertThat(shape("final class A { static final Map<A, B> ALL = Map.of(); } interface B { int C = 1; }"))
                .isEmpty();
        assertThat(shape("enum A { B, C }")).isEmpty();
    }

    @Test
    void a_note_to_ourselves_is_found_in_any_file() {
        assertThat(words("final class A { // TO" + "DO later\n }")).hasSize(1);
        assertThat(words("/** FIX" + "ME */ final class A {}")).hasSize(1);
        assertThat(inTest("final class A { // TO" + "DO later\n }")).hasSize(1);
    }

    @Test
    void output_outside_the_command_line_is_found() {
        assertThat(words("final class A { void a() { System.out.println(); } }"))
                .hasSize(1);
        assertThat(words("final class A { void a() { System.err.println(); } }"))
                .hasSize(1);
        assertThat(words("final class A { void a() { e.printStackTrace(); } }")).hasSize(1);
        assertThat(new Words().check(file("cli", "final class A { void a() { System.out.println(); } }")))
                .isEmpty();
    }

    @Test
    void sleeping_and_locking_and_bare_threads_are_found() {
        assertThat(words("final class A { void a() { Thread.sleep(1); } }")).hasSize(1);
        assertThat(inTest("final class A { void a() { Thread.sleep(1); } }")).hasSize(1);
        assertThat(words("final class A { void a() { synchronized (this) {} } }"))
                .hasSize(1);
        assertThat(words("final class A { synchronized void a() {} }")).hasSize(1);
        assertThat(words("final class A { Object a = new Thread(b); }")).hasSize(1);
        assertThat(words("final class A { ThreadLocal<A> a; }")).hasSize(1);
        assertThat(words("final class A { Object a = \"synchronized new Thread(\"; }"))
                .isEmpty();
    }

    @Test
    void a_test_that_does_not_run_and_a_mock_are_found() {
        assertThat(inTest("final class A { @Disabled @Test void a() {} }")).hasSize(1);
        assertThat(inTest("final class A { @EnabledOnOs(LINUX) @Test void a() {} }"))
                .hasSize(1);
        assertThat(inTest("import org.junit.jupiter.api.Assumptions; final class A {}"))
                .hasSize(1);
        assertThat(inTest("import org.mockito.Mockito; final class A {}")).hasSize(1);
        assertThat(inTest("final class A { @Test void a() {} }")).isEmpty();
    }

    @Test
    void a_guarded_type_made_elsewhere_is_found() {
        Rule rule =
                new Construction(Map.of("Link", Set.of("backend/Stack.java"), "Link.open", Set.of("app/")), Map.of());

        assertThat(rule.check(file("hub", "final class A { Object a = new Link<>(b); }")))
                .hasSize(1);
        assertThat(rule.check(file("hub", "final class A { Supplier<?> a = Link::new; }")))
                .hasSize(1);
        assertThat(rule.check(file("hub", "final class A { Object a = Link.open(); }")))
                .hasSize(1);
        assertThat(rule.check(file("app", "final class A { Object a = Link.open(); Object b = Link.close(); }")))
                .isEmpty();
        assertThat(rule.check(Sources.of(Map.of(
                        path("backend", "Stack"), "package io.yumen.backend; class Stack { Object a = new Link(); }"))))
                .isEmpty();
        assertThat(new Construction().check(file("hub", "final class A { Object a = new Principal(b); }")))
                .anyMatch(violation -> violation.message().startsWith("Principal is made only in"));
        assertThat(new Construction().check(file("hub", "final class A { Object a = new ProcessBuilder(b).start(); }")))
                .anyMatch(violation -> violation.message().startsWith("ProcessBuilder is made only in"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "final class A { Object a = Access.LOCAL; }",
                "final class A { Object a = io.yumen.tenant.Access.LOCAL.by(b); }",
                "import static io.yumen.tenant.Access.LOCAL; final class A { Object a = LOCAL; }",
                "final class A { Object a = Access.plain(b, c); }",
                "final class A { BinaryOperator<?> a = Access::plain; }",
                "final class A { Object a = new Access(b, c, d, e, f, g); }",
                "final class A { Object a = new Admission.Admitted(b); }",
                "final class A { Object a = new Admitted(b); }",
                "final class A { Object a = new io.yumen.auth.Admission.Admitted(b); }",
                "final class A { Function<?, ?> a = Admission.Admitted::new; }",
                "final class A { Function<?, ?> a = Admitted::new; }",
            })
    void whoever_lets_somebody_in_outside_of_where_that_is_found_out_is_found(String text) {
        // Nor may what puts everything together.
        for (String room : List.of("hub", "app")) {
            assertThat(new Construction().check(file(room, text)))
                    .as(room)
                    .filteredOn(violation -> violation.message().contains(" is made only in "))
                    .hasSize(1);
        }
    }

    @Test
    void a_layer_that_is_left_out_of_the_stack_is_found() {
        Rule rule = new Construction(Map.of(), Map.of("hub/A.java", Set.of("Deadline", "Retry")));

        assertThat(rule.check(file("hub", "final class A { Object a = new Deadline(new Retry(b)); }")))
                .isEmpty();
        assertThat(rule.check(file("hub", "final class A { Object a = new Deadline(b); }")))
                .extracting(Violation::message)
                .containsExactly("the layer Retry is not in the stack");
    }

    @Test
    void a_guarded_type_that_no_longer_exists_is_found() {
        assertThat(Construction.unknown(file("hub", "final class A {}")))
                .contains("ServerBackend", "RelayClient.create");
    }

    private static String imports(String room, String type) {
        return new Ladder()
                .check(file(room, "import " + type + "; final class A {}")).stream()
                        .map(Violation::message)
                        .reduce("", String::concat);
    }

    private static List<Violation> uses(String room, String type) {
        return new ThirdParty().check(file(room, "import " + type + "; final class A {}"));
    }

    private static List<Violation> complexityOf(String body) {
        return new Complexity().check(file("hub", "final class A { void a() { " + body + " } }"));
    }

    private static List<Violation> signature(String type) {
        return new Signatures().check(file("hub", type));
    }

    private static List<Violation> described(String packageInfo) {
        return new Shapes().check(Sources.of(Map.of(path("hub", "package-info"), packageInfo)));
    }

    private static List<Violation> shape(String type) {
        return new Shapes()
                .check(Sources.of(Map.of(
                        path("hub", "package-info"),
                        "/** The hub. */ @NullMarked package io.yumen.hub;",
                        path("hub", "A"),
                        "package io.yumen.hub; " + type)));
    }

    private static List<Violation> words(String type) {
        return new Words().check(file("hub", type));
    }

    private static List<Violation> inTest(String type) {
        return new Words()
                .check(Sources.of(Map.of("src/test/java/io/yumen/hub/A.java", "package io.yumen.hub; " + type)));
    }

    private static List<Source> file(String room, String type) {
        return Sources.of(Map.of(path(room, "A"), "package io.yumen." + room + "; " + type));
    }

    private static String path(String room, String name) {
        return "src/main/java/io/yumen/" + room.replace('.', '/') + "/" + name + ".java";
    }
}
