package io.yumen.auth.policy;

import io.yumen.exchange.Caller;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Policy.Decision;
import io.yumen.exchange.Policy.Subject;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The words in which tests make rules and ask them. */
final class Asked {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final Access ANN = Access.plain(new Principal(new TenantId("acme"), "ann"), Access.Proof.KEY)
            .withRoles(Set.of("sre"))
            .from("10.1.2.3");

    private Asked() {}

    static RulePolicy policy(RuleConfig... rules) {
        return new RulePolicy(List.of(rules), InstantSource.fixed(NOW));
    }

    static RuleConfig allow(String name, String when) {
        return rule(name, RuleConfig.Effect.ALLOW, when);
    }

    static RuleConfig deny(String name, String when) {
        return rule(name, RuleConfig.Effect.DENY, when);
    }

    private static RuleConfig rule(String name, RuleConfig.Effect effect, String when) {
        return new RuleConfig(name, effect, when, Set.of(), List.of(), List.of(), Set.of());
    }

    static Caller caller(Access access) {
        return new Caller(
                access,
                ClientKey.STATELESS,
                Revision.NEWEST,
                ClientCapabilities.NONE,
                JsonNodeFactory.instance.objectNode());
    }

    static Subject.Server server(String name) {
        return new Subject.Server(name, Set.of("ops"));
    }

    static Subject.Entry tool(String server, String name, String annotations) {
        return new Subject.Entry(server(server), Methods.TOOLS_CALL, name, json(annotations));
    }

    static Subject.Entry prompt(String server, String name) {
        return new Subject.Entry(server(server), Methods.PROMPTS_GET, name, json("{}"));
    }

    static Subject.Use call(String name, String arguments) {
        return new Subject.Use(tool("shop", name, "{}"), json(arguments));
    }

    static boolean allows(RulePolicy policy, Access access, Subject subject) {
        return policy.decide(caller(access), subject) instanceof Decision.Allowed;
    }

    static ObjectNode json(String text) {
        return (ObjectNode) new JsonCodec(JsonLimits.DEFAULT).read(text.getBytes(StandardCharsets.UTF_8));
    }
}
