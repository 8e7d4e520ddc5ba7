package io.yumen.auth.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.yumen.exchange.Policy.Subject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Expressions are planned, which is fast and young; they mean what the library's interpreter says that they mean. */
final class RuntimesTest {
    private static final CelRuntime INTERPRETER = CelRuntimeFactory.legacyCelRuntimeBuilder()
            .setOptions(Language.OPTIONS)
            .build();

    private static final List<String> LEAVES = List.of(
            "true",
            "false",
            "principal.name == 'ann'",
            "principal.tenant != 'acme'",
            "'sre' in roles",
            "size(roles) > 1",
            "server == 'shop'",
            "'ops' in tags",
            "method == 'tools/call'",
            "name.startsWith('ad')",
            "name in ['add', 'drop']",
            "annotations.readOnlyHint",
            "annotations.missing",
            "has(annotations.missing)",
            "has(arguments.a)",
            "has(arguments.a.b)",
            "arguments.a == 1",
            "arguments.a == 1.0",
            "arguments.a > 0.5",
            "arguments.a in [0, 1]",
            "arguments.a.b == true",
            "arguments['a'] != 1",
            "1 / int(arguments.a) == 1",
            "type(arguments.a) == int",
            "arguments.b.size() == 3",
            "arguments.b[0] == 1",
            "arguments.b[9] == 1",
            "arguments.b.all(e, e != 2)",
            "arguments.b.exists(e, e == 'x')",
            "arguments.b.exists(e, e > 1)",
            "arguments.b.exists_one(e, e == 1)",
            "arguments.b.map(e, e).size() == 3",
            "arguments.b.filter(e, e == 1).size() > 0",
            "arguments.s.matches('^x+$')",
            "arguments.s.size() < 3",
            "arguments.n == null",
            "claims.x == 'y'",
            "has(claims.x)",
            "[1, 2].exists(e, e == arguments.a)",
            "now > timestamp('2026-01-01T00:00:00Z')");

    private static final List<Subject> SUBJECTS = subjects();

    @Test
    void a_planned_expression_means_what_the_interpreter_says() {
        Map<Kind, Integer> seen = new EnumMap<>(Kind.class);
        for (long seed = 0; seed < 2_000; seed++) {
            String expression = expression(new Random(seed), 3);
            Condition planned = Language.compile(expression);
            Condition interpreted = Language.compile(expression, INTERPRETER);
            for (Subject subject : SUBJECTS) {
                Kind kind = kind(planned, subject);
                assertThat(kind)
                        .as("seed %d: %s of %s", seed, expression, subject)
                        .isEqualTo(kind(interpreted, subject));
                seen.merge(kind, 1, Integer::sum);
            }
        }
        assertThat(seen).containsOnlyKeys(Kind.values());
    }

    @Test
    void nothing_that_a_caller_sends_makes_a_rule_take_long() {
        String many = "[" + "1, ".repeat(999) + "1]";
        for (String greedy : List.of(
                "arguments.b.exists(x, arguments.b.exists(y, x + y == 0))",
                "arguments.b.map(x, arguments.b.map(y, x + y)).size() == 1000",
                "'x'.matches(arguments.s)")) {
            Subject call = Asked.call("add", "{\"b\": " + many + ", \"s\": \"(((x{1,50}){1,50}){1,50})\"}");
            assertThat(kind(Language.compile(greedy), call)).as(greedy).isEqualTo(Kind.FAILED);
            assertThat(kind(Language.compile(greedy, INTERPRETER), call)).as(greedy).isEqualTo(Kind.FAILED);
        }
    }

    private enum Kind {
        YES,
        NO,
        DEPENDS,
        FAILED
    }

    private static Kind kind(Condition condition, Subject subject) {
        return switch (condition.evaluate(new Facts(Asked.ANN, subject, Asked.NOW))) {
            case Match.Yes ignored -> Kind.YES;
            case Match.No ignored -> Kind.NO;
            case Match.Depends ignored -> Kind.DEPENDS;
            case Match.Failed ignored -> Kind.FAILED;
        };
    }

    private static String expression(Random random, int depth) {
        String leaf = LEAVES.get(random.nextInt(LEAVES.size()));
        if (depth == 0) {
            return leaf;
        }
        String first = expression(random, depth - 1);
        String second = expression(random, depth - 1);
        return switch (random.nextInt(7)) {
            case 0 -> "!(" + first + ")";
            case 1, 2 -> "(" + first + " && " + second + ")";
            case 3, 4 -> "(" + first + " || " + second + ")";
            case 5 -> "((" + leaf + ") ? " + first + " : " + second + ")";
            default -> "[1, 2].exists(i, i == 2 && " + first + ")";
        };
    }

    private static List<Subject> subjects() {
        List<Subject> subjects = new ArrayList<>(
                List.of(Asked.server("shop"), Asked.tool("shop", "add", "{\"readOnlyHint\": true}"), Asked.prompt("x", "y")));
        for (String arguments : List.of(
                "{}",
                "{\"a\": 1, \"b\": [1, 2, \"x\"], \"s\": \"xx\", \"n\": null}",
                "{\"a\": {\"b\": true}, \"b\": {}, \"s\": 5}",
                "{\"a\": 0, \"b\": []}",
                "{\"a\": \"1\", \"b\": \"abc\"}",
                "{\"a\": 1.0, \"b\": [1.0, 2.5, 1]}")) {
            subjects.add(Asked.call("add", arguments));
        }
        return subjects;
    }
}
