package io.yumen.auth.policy;

import static io.yumen.auth.policy.Asked.ANN;
import static io.yumen.auth.policy.Asked.json;
import static io.yumen.auth.policy.Asked.policy;
import static io.yumen.auth.policy.Asked.prompt;
import static io.yumen.auth.policy.Asked.server;
import static io.yumen.auth.policy.Asked.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.exchange.Policy.Decision;
import io.yumen.exchange.Policy.Subject;
import io.yumen.protocol.Methods;
import io.yumen.tenant.Access;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Questions of operators about rules, and views. */
class QuestionTest {
    @Test
    void a_question_says_who_asks_in_every_word_that_rules_know() {
        Access access = read("""
                'principal': 'ann', 'tenant': 'acme', 'roles': ['sre'], 'scopes': ['a'], 'claims': {'team': 'x'}, 'client': 'desk',
                'proof': 'jwt', 'address': '10.1.2.3', 'server': 'shop'""").access();

        assertThat(access.principal().name()).isEqualTo("ann");
        assertThat(access.principal().tenant().value()).isEqualTo("acme");
        assertThat(access.roles()).containsExactly("sre");
        assertThat(access.scopes().has("a")).isTrue();
        assertThat(access.scopes().has("b")).isFalse();
        assertThat(access.claims().path("team").asString()).isEqualTo("x");
        assertThat(access.client()).isEqualTo("desk");
        assertThat(access.proof()).isEqualTo(Access.Proof.JWT);
        assertThat(access.address()).isEqualTo("10.1.2.3");
    }

    @Test
    void what_a_question_leaves_out_is_what_a_key_of_this_machine_has() {
        Access access = read("'principal': 'ann', 'server': 'shop'").access();

        assertThat(access.principal().tenant().value()).isEqualTo("local");
        assertThat(access.roles()).isEmpty();
        assertThat(access.scopes().has("anything")).isTrue();
        assertThat(access.proof()).isEqualTo(Access.Proof.KEY);
        assertThat(access.client()).isEmpty();
        assertThat(access.address()).isEmpty();
    }

    @Test
    void a_question_is_about_a_server_or_one_thing_that_it_has() {
        Question whole = read("'principal': 'a', 'server': 'shop'");
        assertThat(whole.method()).isEmpty();
        assertThat(whole.name()).isEmpty();
        assertThat(whole.subject(tool("shop", "x", "{}"))).isEqualTo(server("shop"));

        assertThat(read("'principal': 'a', 'server': 's', 'prompt': 'p'").method())
                .isEqualTo(Methods.PROMPTS_GET);
        assertThat(read("'principal': 'a', 'server': 's', 'resource': 'r'").method())
                .isEqualTo(Methods.RESOURCES_READ);
        Question of = read("'principal': 'a', 'server': 'shop', 'tool': 'buy'");
        assertThat(of.method()).isEqualTo(Methods.TOOLS_CALL);
        assertThat(of.name()).isEqualTo("buy");
        Subject.Entry known = tool("shop", "buy", "{\"readOnlyHint\": true}");
        assertThat(of.subject(known)).isEqualTo(known);
        assertThat(of.unlisted(server("shop"))).isEqualTo(tool("shop", "buy", "{}"));
    }

    @Test
    void arguments_make_a_call_of_it_and_annotations_replace_those_of_the_server() {
        Question question = read(
                "'principal': 'a', 'server': 'shop', 'tool': 'buy', 'annotations': {'x': 1}, 'arguments': {'n': 2}");

        assertThat(question.subject(tool("shop", "buy", "{}"))).isInstanceOfSatisfying(Subject.Use.class, use -> {
            assertThat(use.entry().annotations()).isEqualTo(json("{\"x\": 1}"));
            assertThat(use.arguments()).isEqualTo(json("{\"n\": 2}"));
        });
        assertThat(question.unlisted(server("shop")).annotations()).isEqualTo(json("{\"x\": 1}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'server': 's' | names a \"principal\"",
                "'principal': 'a' | names a \"server\"",
                "'principal': 'a', 'server': 's', 'tol': 't' | has no \"tol\"; did you mean \"tool\"?",
                "'principal': 'a', 'server': 's', 'zzzzzzzz': 't' | has no \"zzzzzzzz\"",
                "'principal': 'a', 'server': 's', 'tool': 't', 'prompt': 'p' | one tool, prompt or resource",
                "'principal': 7, 'server': 's' | \"principal\" is a text",
                "'principal': 'a', 'server': 's', 'tool': [] | \"tool\" is a text",
                "'principal': 'a', 'server': 's', 'roles': 'x' | \"roles\" is a list of texts",
                "'principal': 'a', 'server': 's', 'roles': ['x', 7] | \"roles\" is a list of texts",
                "'principal': 'a', 'server': 's', 'claims': [] | \"claims\" is an object",
                "'principal': 'a', 'server': 's', 'arguments': 'x' | \"arguments\" is an object",
                "'principal': 'a', 'server': 's', 'proof': 'magic' | \"proof\" is none that there is",
            })
    void what_is_no_question_is_refused_with_the_reason(String members, String why) {
        assertThatThrownBy(() -> read(members))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void an_explanation_has_each_rule_that_was_asked_up_to_the_one_that_decided() {
        RulePolicy policy = policy(
                Asked.deny("bob", "principal.name == 'bob'"),
                Asked.allow("cheap", "arguments.n < 5"),
                Asked.deny("late", ""));
        Subject.Entry buy = tool("shop", "buy", "{}");

        Explanation listed = policy.explain(read("'principal': 'a', 'server': 'shop', 'tool': 'buy'"), buy);
        assertThat(listed.decision()).isEqualTo(new Decision.Allowed("cheap"));
        assertThat(listed.isOpen()).isTrue();
        assertThat(listed.steps())
                .containsExactly(
                        new Explanation.Step("bob", RuleConfig.Effect.DENY, "does not apply", false),
                        new Explanation.Step("cheap", RuleConfig.Effect.ALLOW, "depends on the arguments", true));

        Explanation called =
                policy.explain(read("'principal': 'a', 'server': 'shop', 'tool': 'buy', 'arguments': {'n': 9}"), buy);
        assertThat(called.decision()).isInstanceOf(Decision.Denied.class);
        assertThat(called.isOpen()).isFalse();
        assertThat(called.steps())
                .extracting(Explanation.Step::match)
                .containsExactly("does not apply", "does not apply", "applies");

        Explanation failed = policy(Asked.allow("f", "claims.team == 'x'"))
                .explain(read("'principal': 'a', 'server': 'shop', 'tool': 'buy'"), buy);
        assertThat(failed.isOpen()).isTrue();
        assertThat(failed.steps().getFirst().match()).startsWith("failed: ");
    }

    @Test
    void what_waits_says_for_whom() {
        RuleConfig approve =
                new RuleConfig("a", RuleConfig.Effect.APPROVE, "", Set.of(), List.of(), List.of("buy"), Set.of());
        RuleConfig confirm =
                new RuleConfig("c", RuleConfig.Effect.CONFIRM, "", Set.of(), List.of(), List.of(), Set.of());
        RulePolicy policy = policy(approve, confirm);

        assertThat(policy.decide(Asked.caller(ANN), Asked.call("buy", "{}")))
                .isEqualTo(new Decision.Held("a", Decision.Approver.PERSON));
        assertThat(policy.decide(Asked.caller(ANN), Asked.call("look", "{}")))
                .isEqualTo(new Decision.Held("c", Decision.Approver.CALLER));
    }

    @Test
    void a_rule_is_written_as_the_operations_api_takes_it() {
        RuleConfig rule = new RuleConfig(
                "r",
                RuleConfig.Effect.APPROVE,
                "name == 'x'",
                Set.of("sre"),
                List.of("shop"),
                List.of("get_*"),
                Set.of("a:b"));

        assertThat(rule.toJson()).isEqualTo(json("""
                {"name": "r", "effect": "approve", "when": "name == 'x'", "roles": ["sre"], "servers": ["shop"], "tools": ["get_*"], "scopes": ["a:b"]}"""));
        assertThatThrownBy(
                        () -> new RuleConfig(" ", RuleConfig.Effect.DENY, "", Set.of(), List.of(), List.of(), Set.of()))
                .hasMessageContaining("has a name");
    }

    @Test
    void an_error_in_a_later_line_says_which() {
        assertThatThrownBy(() -> RuleConfig.check("true &&\n  nmae == 'x'")).hasMessageContaining("line 2, column 3");
        assertThatThrownBy(() -> RuleConfig.check("nmae == 'x'")).hasMessageContaining(": column 1");
    }

    @Test
    void numbers_are_whole_where_they_fit_and_nothing_is_nothing() {
        assertThat(Values.of(json("{\"a\": 7}").path("a"))).isEqualTo(7L);
        assertThat(Values.of(json("{\"a\": 9007199254740993}").path("a"))).isEqualTo(9007199254740993L);
        assertThat(Values.of(json("{\"a\": 7.5}").path("a"))).isEqualTo(7.5);
        assertThat(Values.of(json("{\"a\": 99999999999999999999}").path("a"))).isEqualTo(1e20);
        assertThat(Values.of(json("{\"a\": true}").path("a"))).isEqualTo(true);
        assertThat(Values.of(json("{\"a\": [1, \"x\"]}").path("a"))).isEqualTo(List.of(1L, "x"));
    }

    @Test
    void a_view_has_what_all_its_parts_select() {
        View view = new View(List.of("sh*"), Set.of("ops", "dev"), List.of("get_*"), View.Kind.READ_ONLY);

        assertThat(has(view, server("shop"))).isTrue();
        assertThat(has(view, server("bank"))).isFalse();
        assertThat(has(view, new Subject.Server("shop", Set.of("other")))).isFalse();
        assertThat(has(view, tool("shop", "get_x", "{\"readOnlyHint\": true}"))).isTrue();
        assertThat(has(view, new Subject.Use(tool("shop", "get_x", "{\"readOnlyHint\": true}"), json("{}"))))
                .isTrue();
        assertThat(has(view, tool("shop", "get_x", "{}"))).isFalse();
        assertThat(has(view, tool("shop", "buy", "{\"readOnlyHint\": true}"))).isFalse();
        assertThat(has(view, tool("bank", "get_x", "{\"readOnlyHint\": true}"))).isFalse();
        assertThat(has(view, prompt("shop", "get_x"))).isFalse();
        assertThat(view.decide(Asked.caller(ANN), server("bank")).rule()).isEqualTo("(view)");
    }

    @Test
    void a_view_that_says_nothing_has_everything() {
        View view = new View(List.of(), Set.of(), List.of(), View.Kind.ALL);

        assertThat(has(view, new Subject.Server("any", Set.of()))).isTrue();
        assertThat(has(view, tool("shop", "buy", "{}"))).isTrue();
        assertThat(has(view, prompt("shop", "p"))).isTrue();
    }

    private static boolean has(View view, Subject subject) {
        return view.decide(Asked.caller(ANN), subject) instanceof Decision.Allowed;
    }

    private static Question read(String members) {
        ObjectNode json = json("{" + members.replace('\'', '"') + "}");
        return Question.read(json);
    }
}
