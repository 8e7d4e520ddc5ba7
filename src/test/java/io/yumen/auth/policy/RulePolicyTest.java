package io.yumen.auth.policy;

import static io.yumen.auth.policy.Asked.ANN;
import static io.yumen.auth.policy.Asked.allow;
import static io.yumen.auth.policy.Asked.allows;
import static io.yumen.auth.policy.Asked.call;
import static io.yumen.auth.policy.Asked.caller;
import static io.yumen.auth.policy.Asked.deny;
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
import io.yumen.tenant.Principal;
import io.yumen.tenant.Scopes;
import io.yumen.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules: what they say of entries of lists, and of calls. */
class RulePolicyTest {
    @Test
    void without_rules_everything_is_allowed_and_with_any_what_none_is_about_is_denied() {
        assertThat(allows(policy(), ANN, call("buy", "{}"))).isTrue();

        RulePolicy policy = policy(allow("bob only", "principal.name == 'bob'"));
        assertThat(policy.decide(caller(ANN), call("buy", "{}")))
                .isEqualTo(new Decision.Denied(RulePolicy.DEFAULT, "No rule allows it"));
    }

    @Test
    void the_first_rule_that_is_about_a_request_decides() {
        RulePolicy policy = policy(deny("no buying", "name == 'buy'"), allow("rest", ""), deny("late", ""));

        assertThat(policy.decide(caller(ANN), call("buy", "{}")).rule()).isEqualTo("no buying");
        assertThat(policy.decide(caller(ANN), call("look", "{}"))).isEqualTo(new Decision.Allowed("rest"));
    }

    @Test
    void what_is_compared_with_an_expression_that_failed_never_lets_anybody_through() {
        Map<String, String> deniers = Map.of(
                "(arguments.mode == 'r' && arguments.path.startsWith('/home/')) == false", "{\"path\": \"/home/x\"}",
                "(arguments.a > 1 && arguments.b > 1) in [false]", "{}");
        deniers.forEach((when, arguments) -> assertThat(
                        allows(policy(deny("d", when), allow("rest", "")), ANN, call("read", arguments)))
                .as(when)
                .isFalse());
        Map<String, String> allowers = Map.of(
                "(arguments.path.contains('..') || arguments.path.startsWith('/etc')) != true", "{}",
                "arguments.paths.exists(p, p.contains('..')) != true", "{\"paths\": [[\"../x\"]]}",
                "arguments.paths.all(p, p.startsWith('/')) != false", "{\"paths\": [7]}");
        allowers.forEach((when, arguments) -> assertThat(allows(policy(allow("a", when)), ANN, call("read", arguments)))
                .as(when)
                .isFalse());
    }

    /** What has no such operand is evaluated by another part of the library, which is quicker and must say the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "arguments.text.size() < 100",
                "size(arguments.text) == 5",
                "arguments.text == 'hello'",
                "arguments.text != 'hello'",
                "arguments.text in ['hello', 'bye']",
                "arguments.text.startsWith('h')",
                "arguments.text.contains('ell') == true",
                "arguments.text.matches('^h.*o$')",
                "arguments.text.matches('(')",
                "arguments.text + '!' == 'hello!'",
                "arguments.text < 'i'",
                "arguments.text < 7",
                "arguments.text",
                "!arguments.yes",
                "!arguments.text",
                "arguments.yes == true",
                "arguments.yes != arguments.no",
                "has(arguments.text)",
                "has(arguments.text.deeper)",
                "has(arguments.none)",
                "has(arguments.none.deeper)",
                "arguments.none == 'x'",
                "arguments.none != 'x'",
                "arguments['text'] == 'hello'",
                "arguments.deep[7] == 'hello'",
                "arguments.list[1] == 2",
                "arguments.list[9] == 2",
                "arguments.list[-1] == 2",
                "2 in arguments.list",
                "2.0 in arguments.list",
                "'2' in arguments.list",
                "'text' in arguments",
                "arguments.list.size() == 3",
                "arguments.list == [1, 2, 3]",
                "arguments.list + [4] == [1, 2, 3, 4]",
                "arguments.deep.er.est == null",
                "arguments.deep.er.none == null",
                "arguments.n == 3",
                "arguments.n == 3.0",
                "arguments.n < 3.5",
                "arguments.n / 0 == 1",
                "arguments.n % 2 == 1",
                "arguments.n * 4611686018427387904 > 0",
                "arguments.half * 2.0 == 1.0",
                "int(arguments.text) == 5",
                "string(arguments.n) == '3'",
                "type(arguments.n) == int",
                "dyn(arguments.n) == 3",
                "arguments.yes == null",
                "{'a': arguments.n}['a'] == 3",
                "{'a': arguments.n}['b'] == 3",
                "now < timestamp('1971-01-01T00:00:00Z')",
                "now < timestamp(arguments.text)",
                "now.getFullYear() > arguments.n",
                "duration('1h') > duration('59m')",
                "duration('1h') > duration(arguments.text)",
                "'sre' in roles",
                "'ops' in tags",
                "claims.none == 'x'",
                "claims == {}",
                "annotations.readOnlyHint == false",
                "annotations.none == false",
                "name == arguments.text",
                "method == 'tools/call'",
                "principal.tenant == 'local'"
            })
    void what_ends_where_it_fails_says_the_same_either_way(String when) {
        String arguments = "{\"text\": \"hello\", \"n\": 3, \"half\": 0.5, \"yes\": true, \"no\": false,"
                + " \"list\": [1, 2, 3], \"deep\": {\"er\": {\"est\": null}}}";

        assertThat(outcome("dyn(" + when + ") == true", arguments))
                .isEqualTo(outcome("(dyn(" + when + ") == true) || false", arguments));
    }

    @Test
    void rules_speak_of_how_long_ago_something_was() {
        RulePolicy policy = policy(allow("fresh", "now - timestamp(arguments.since) < duration('1h30m')"));
        String longAgo = "{\"since\": \"2026-11-21T10:29:00Z\"}";
        String lately = "{\"since\": \"2026-11-21T10:31:00Z\"}";

        assertThat(allows(policy, ANN, call("buy", lately))).isTrue();
        assertThat(allows(policy, ANN, call("buy", longAgo))).isFalse();
    }

    /** How it ends, without the words in which a failure is told. */
    private static String outcome(String when, String arguments) {
        Decision decision = policy(allow("a", when)).decide(caller(ANN), call("buy", arguments));
        return decision.getClass().getSimpleName() + " " + decision.rule();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            principal.name == 'ann', ann, bob
            'sre' in roles, sre, dev
            "roles.exists(r, r == 'sre')", sre, dev
            'read' in scopes, read, write
            claims.department == 'ops', ops, shop
            client == 'cli', cli, web
            proof == 'jwt' && principal.tenant == 'local', JWT, KEY
            """)
    void what_speaks_of_the_credential_alone_is_true_of_each_by_itself(String when, String first, String second) {
        RulePolicy policy = policy(allow("a", when));
        List<Boolean> said = IntStream.range(0, 2_000)
                .mapToObj(i -> allows(policy, with(when, i % 2 == 0 ? first : second), call("buy", "{}")))
                .toList();
        Access kept = with(when, first);
        Access other = with(when, second);

        assertThat(IntStream.range(0, 2_000).filter(i -> said.get(i) != (i % 2 == 0)))
                .isEmpty();
        assertThat(IntStream.range(0, 100)
                        .filter(i ->
                                !allows(policy, kept, call("buy", "{}")) || allows(policy, other, call("buy", "{}"))))
                .isEmpty();
    }

    @Test
    void what_speaks_of_more_than_the_credential_is_asked_each_time() {
        RulePolicy policy = policy(
                allow("arguments", "principal.name == 'ann' && has(arguments.n) && arguments.n == 1"),
                allow("name", "principal.name == 'ann' && name == 'look'"),
                allow("address", "address == '10.0.0.1'"),
                allow("view", "view == 'ops'"));

        assertThat(allows(policy, ANN, call("buy", "{\"n\": 1}"))).isTrue();
        assertThat(allows(policy, ANN, call("buy", "{\"n\": 2}"))).isFalse();
        assertThat(allows(policy, ANN, call("look", "{}"))).isTrue();
        assertThat(allows(policy, ANN.from("10.0.0.1"), call("buy", "{}"))).isTrue();
        assertThat(allows(policy, ANN.at("ops"), call("buy", "{}"))).isTrue();
        assertThat(allows(policy, ANN, call("buy", "{}"))).isFalse();
    }

    /** Somebody with that in the place of which the expression speaks. */
    private static Access with(String when, String value) {
        String claims = "{\"department\": \"" + value + "\"}";
        Access plain = Access.plain(
                        new Principal(TenantId.LOCAL, when.contains("principal.name") ? value : "ann"),
                        value.equals("JWT") ? Access.Proof.JWT : Access.Proof.KEY)
                .withRoles(Set.of(value))
                .withScopes(when.contains("scopes") ? Scopes.of(Set.of("mcp", value)) : Scopes.ALL);
        return plain.withClaims(value, json(claims));
    }

    @Test
    void roles_servers_and_tools_narrow_a_rule_down() {
        RulePolicy policy = policy(new RuleConfig(
                "readers",
                RuleConfig.Effect.ALLOW,
                "",
                Set.of("sre", "dev"),
                List.of("sh*"),
                List.of("get_*", "look"),
                Set.of()));

        assertThat(allows(policy, ANN, tool("shop", "get_price", "{}"))).isTrue();
        assertThat(allows(policy, ANN, tool("shop", "look", "{}"))).isTrue();
        assertThat(allows(policy, ANN, tool("shop", "buy", "{}"))).isFalse();
        assertThat(allows(policy, ANN, tool("bank", "look", "{}"))).isFalse();
        assertThat(allows(policy, ANN, prompt("shop", "look"))).isFalse();
        assertThat(allows(policy, ANN.withRoles(Set.of("guest")), tool("shop", "look", "{}")))
                .isFalse();
    }

    @Test
    void a_rule_that_demands_scopes_decides_and_names_all_of_them_at_once() {
        RuleConfig writes = new RuleConfig(
                "writes",
                RuleConfig.Effect.ALLOW,
                "",
                Set.of(),
                List.of(),
                List.of("buy"),
                Set.of("shop:write", "shop:pay"));
        RulePolicy policy = policy(writes, allow("rest", ""));
        Access narrowed = ANN.withScopes(Scopes.read("mcp shop:pay openid"));

        Set<String> all = Set.of("mcp", "shop:pay", "shop:write");
        Decision lacking = new Decision.Lacking("writes", all, Set.of("shop:write"));
        assertThat(policy.decide(caller(narrowed), call("buy", "{}"))).isEqualTo(lacking);
        assertThat(policy.decide(caller(narrowed), tool("shop", "buy", "{}"))).isEqualTo(lacking);
        assertThat(allows(policy, narrowed, call("look", "{}"))).isTrue();
        assertThat(allows(policy, narrowed.withScopes(Scopes.of(all)), call("buy", "{}")))
                .isTrue();
        assertThat(allows(policy, ANN, call("buy", "{}")))
                .as("a credential that is not narrowed down")
                .isTrue();
        assertThat(policy.decide(
                        caller(ANN.withScopes(Scopes.of(Set.of("shop:write", "shop:pay")))), call("buy", "{}")))
                .as("good for nothing at all")
                .isInstanceOf(Decision.Denied.class);
        assertThat(policy.demandsScopes("writes")).isTrue();
        assertThat(policy.demandsScopes("rest")).isFalse();
    }

    @Test
    void who_asks_for_more_scopes_asks_for_those_he_has_again_as_far_as_they_count_here() {
        RuleConfig pays = new RuleConfig(
                "pays", RuleConfig.Effect.ALLOW, "", Set.of(), List.of(), List.of("buy"), Set.of("shop:pay"));
        RuleConfig writes = new RuleConfig(
                "writes", RuleConfig.Effect.ALLOW, "", Set.of(), List.of(), List.of("write"), Set.of("shop:write"));
        Access narrowed = ANN.withScopes(
                Scopes.read("mcp mcp:read mcp:invoke mcp:bank:invoke mcp:bank:look mcpx:invoke shop:write openid"));

        assertThat(policy(pays, writes).decide(caller(narrowed), call("buy", "{}")))
                .isEqualTo(new Decision.Lacking(
                        "pays",
                        Set.of("shop:pay", "shop:write", "mcp", "mcp:read", "mcp:invoke", "mcp:bank:invoke"),
                        Set.of("shop:pay")));
    }

    @Test
    void a_rule_that_may_demand_scopes_leaves_what_a_later_one_allows_whatever_the_arguments() {
        RuleConfig large = new RuleConfig(
                "large",
                RuleConfig.Effect.ALLOW,
                "arguments.amount > 100",
                Set.of(),
                List.of(),
                List.of("buy"),
                Set.of("shop:large"));
        Access narrowed = ANN.withScopes(Scopes.read("mcp"));
        Decision lacking = new Decision.Lacking("large", Set.of("mcp", "shop:large"), Set.of("shop:large"));

        RulePolicy open = policy(large, allow("rest", ""));
        assertThat(allows(open, narrowed, call("buy", "{\"amount\": 1}"))).isTrue();
        assertThat(open.decide(caller(narrowed), call("buy", "{\"amount\": 1000}")))
                .isEqualTo(lacking);
        assertThat(allows(open, narrowed, tool("shop", "buy", "{}")))
                .as("a task that began under the later rule")
                .isTrue();

        for (RulePolicy closed : List.of(policy(large), policy(large, deny("rest", "")))) {
            assertThat(closed.decide(caller(narrowed), tool("shop", "buy", "{}")))
                    .as("it can be had, by a credential with more scopes")
                    .isEqualTo(lacking);
        }
    }

    @Test
    void a_rule_that_denies_demands_no_scopes_and_a_scope_can_stand_in_a_header() {
        assertThatThrownBy(() -> RuleConfig.check(RuleConfig.Effect.DENY, Set.of("a")))
                .hasMessageContaining("denies");
        for (String bad : List.of("", "a b", "a\"", "a\r\nX: y", "x".repeat(65))) {
            assertThatThrownBy(() -> RuleConfig.check(RuleConfig.Effect.ALLOW, Set.of(bad)))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "principal.name == 'ann' && principal.tenant == 'acme'",
                "'sre' in roles",
                "scopes == ['*']",
                "claims.groups.exists(g, g == 'staff') && claims.level >= 3",
                "client == 'agent' && proof == 'key' && address.startsWith('10.')",
                "server == 'shop' && 'ops' in tags && method == 'tools/call' && name.matches('^b.y$')",
                "annotations.destructiveHint && !annotations.readOnlyHint",
                "arguments.amount < 10 && arguments.amount < 9.5 && arguments.item == null",
                "now < timestamp('2027-01-01T00:00:00Z') && now.getDayOfWeek('Europe/Berlin') == 6",
                "!has(arguments.force)"
            })
    void an_expression_can_speak_of_everything_that_is_known(String when) {
        Access access = ANN.withClaims("agent", json("{\"groups\": [\"staff\"], \"level\": 3}"));

        assertThat(policy(allow("x", when)).decide(caller(access), call("buy", "{\"amount\": 9, \"item\": null}")))
                .isEqualTo(new Decision.Allowed("x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "principal == 'ann'          | column 1: undeclared reference to 'principal'; there is principal.name and principal.tenant",
                "principal.nam == 'ann'      | undeclared reference",
                "nmae == 'buy'               | undeclared reference to 'nmae'; did you mean \"name\"?",
                "name                        | expected type 'bool' but found 'string'",
                "name == 1                   | no matching overload",
                "name == 'a' &&              | column 15",
                "roles.exists(r, q == r)     | undeclared reference to 'q'",
            })
    void an_expression_that_cannot_be_true_or_false_is_refused_when_it_is_read(String when, String why) {
        assertThatThrownBy(() -> allow("x", when))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void an_expression_that_fails_denies_whatever_the_effect_of_its_rule() {
        for (RuleConfig failing : List.of(allow("f", "claims.team == 'x'"), deny("f", "claims.team == 'x'"))) {
            Decision decision = policy(failing, allow("all", "")).decide(caller(ANN), call("buy", "{}"));
            assertThat(decision).isInstanceOfSatisfying(Decision.Denied.class, denied -> {
                assertThat(denied.rule()).isEqualTo("f");
                assertThat(denied.reason()).contains("failed").contains("team");
            });
        }
    }

    @Test
    void an_evaluation_that_goes_on_too_long_fails() {
        String many = IntStream.range(0, 300)
                .mapToObj(String::valueOf)
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
        RulePolicy policy = policy(allow("x", "arguments.l.all(a, arguments.l.all(b, a != b || true))"));

        assertThat(policy.decide(caller(ANN), call("buy", "{\"l\": [" + many + "]}")))
                .isInstanceOfSatisfying(
                        Decision.Denied.class,
                        denied -> assertThat(denied.reason()).contains("failed"));
    }

    @Test
    void a_list_hides_only_what_may_be_called_with_no_arguments_at_all() {
        RulePolicy policy = policy(
                deny("never in production", "name == 'deploy' && arguments.cluster == 'production'"),
                deny("never", "name == 'drop'"),
                allow("small sums", "name == 'pay' && arguments.sum < 10"),
                allow("the rest", "name != 'pay'"));

        assertThat(allows(policy, ANN, tool("shop", "deploy", "{}"))).isTrue();
        assertThat(allows(policy, ANN, call("deploy", "{\"cluster\": \"test\"}")))
                .isTrue();
        assertThat(allows(policy, ANN, call("deploy", "{\"cluster\": \"production\"}")))
                .isFalse();
        assertThat(allows(policy, ANN, call("deploy", "{}"))).isFalse();
        assertThat(allows(policy, ANN, tool("shop", "drop", "{}"))).isFalse();
        assertThat(allows(policy, ANN, tool("shop", "pay", "{}"))).isTrue();
        assertThat(allows(policy, ANN, call("pay", "{\"sum\": 9}"))).isTrue();
        assertThat(allows(policy, ANN, call("pay", "{\"sum\": 10}"))).isFalse();
    }

    @Test
    void a_tool_that_says_nothing_of_itself_is_taken_for_destructive_and_a_prompt_is_read() {
        RulePolicy policy = policy(deny("careful", "annotations.destructiveHint"), allow("rest", ""));

        assertThat(allows(policy, ANN, tool("shop", "buy", "{}"))).isFalse();
        assertThat(allows(policy, ANN, tool("shop", "buy", "{\"destructiveHint\": \"no\"}")))
                .isFalse();
        assertThat(allows(policy, ANN, tool("shop", "buy", "{\"destructiveHint\": false}")))
                .isTrue();
        assertThat(allows(policy, ANN, prompt("shop", "hello"))).isTrue();
    }

    @Test
    void a_server_is_there_for_whoever_may_use_something_of_it() {
        RulePolicy policy = policy(
                new RuleConfig(
                        "one tool", RuleConfig.Effect.ALLOW, "", Set.of(), List.of("shop"), List.of("look"), Set.of()),
                allow("prompts", "server == 'bank' && method == 'prompts/get'"));

        assertThat(allows(policy, ANN, server("shop"))).isTrue();
        assertThat(allows(policy, ANN, server("bank"))).isTrue();
        assertThat(allows(policy, ANN, server("vault"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "mcp:read,        false, true,  true",
        "mcp,             true,  true,  true",
        "mcp:invoke,      true,  true,  true",
        "mcp:shop:invoke, true,  true,  true",
        "mcp:bank:invoke, false, false, false",
        "mcp:admin,       false, false, false",
        "'',              false, false, false",
    })
    void scopes_narrow_down_what_rules_allow(String scope, boolean tools, boolean prompts, boolean there) {
        Access narrowed = ANN.withScopes(Scopes.read(scope));

        for (RulePolicy policy : List.of(policy(), policy(allow("all", "")))) {
            assertThat(allows(policy, narrowed, call("buy", "{}"))).isEqualTo(tools);
            assertThat(allows(policy, narrowed, tool("shop", "buy", "{}"))).isEqualTo(tools);
            assertThat(allows(policy, narrowed, prompt("shop", "hello"))).isEqualTo(prompts);
            assertThat(allows(policy, narrowed, server("shop"))).isEqualTo(there);
        }
        assertThat(allows(policy(deny("no", "")), narrowed, call("buy", "{}"))).isFalse();
    }

    @Test
    void an_explanation_names_every_rule_that_was_asked() {
        Explanation why = policy(deny("a", "name == 'x'"), allow("b", "name == 'buy'"), deny("c", ""))
                .explain(ANN, call("buy", "{}"));

        assertThat(why.decision()).isEqualTo(new Decision.Allowed("b"));
        assertThat(why.steps()).extracting(Explanation.Step::rule).containsExactly("a", "b");
        assertThat(why.steps()).extracting(Explanation.Step::match).containsExactly("does not apply", "applies");
    }

    @Test
    void whatever_the_rules_nothing_may_be_called_that_is_in_no_list_and_nothing_of_a_server_that_is_not_there() {
        Random random = new Random(20261121);
        for (int round = 0; round < 3_000; round++) {
            RulePolicy policy = randomPolicy(random);
            Access access = ANN.withRoles(random.nextBoolean() ? Set.of("sre") : Set.of("dev"))
                    .withClaims("", random.nextBoolean() ? json("{}") : json("{\"team\": \"a\"}"));
            Subject.Entry entry = new Subject.Entry(
                    server(one(random, "shop", "bank")),
                    one(random, Methods.TOOLS_CALL, Methods.PROMPTS_GET),
                    one(random, "buy", "look"),
                    json(one(random, "{}", "{\"readOnlyHint\": true}")));
            Subject.Use use =
                    new Subject.Use(entry, json(one(random, "{}", "{\"n\": 1}", "{\"n\": 2}", "{\"n\": \"x\"}")));
            boolean isCalled = allows(policy, access, use);
            boolean isListed = allows(policy, access, entry);

            assertThat(isListed || !isCalled)
                    .as("called but not listed: %s", policy)
                    .isTrue();
            assertThat(allows(policy, access, entry.of()) || !isListed)
                    .as("listed of a server that is not there: %s", policy)
                    .isTrue();
        }
    }

    private static RulePolicy randomPolicy(Random random) {
        return policy(IntStream.range(0, 1 + random.nextInt(4))
                .mapToObj(i -> new RuleConfig(
                        "r" + i,
                        random.nextBoolean() ? RuleConfig.Effect.ALLOW : RuleConfig.Effect.DENY,
                        expression(random, 2),
                        one(random, Set.of(), Set.of("sre")),
                        one(random, List.of(), List.of("sh*")),
                        one(random, List.of(), List.of("b*")),
                        Set.of()))
                .toArray(RuleConfig[]::new));
    }

    private static String expression(Random random, int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return one(
                    random,
                    "true",
                    "name == 'buy'",
                    "server == 'shop'",
                    "'sre' in roles",
                    "claims.team == 'a'",
                    "arguments.n == 1",
                    "arguments.n > 1",
                    "has(arguments.n)",
                    "annotations.readOnlyHint",
                    "method == 'tools/call'");
        }
        String left = expression(random, depth - 1);
        String right = expression(random, depth - 1);
        return one(
                random,
                "(" + left + ") && (" + right + ")",
                "(" + left + ") || (" + right + ")",
                "!(" + left + ")",
                "(" + left + ") ? (" + right + ") : name == 'look'");
    }

    @SafeVarargs
    private static <T> T one(Random random, T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
