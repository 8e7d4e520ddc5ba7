package io.yumen.auth.approval;

import io.yumen.exchange.Policy.Subject;
import io.yumen.protocol.JsonCodec;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call that needs a person's approval, and what became of it.
 *
 * @param id names it; the same for the same call of the same caller
 * @param caller who calls
 * @param call what is called
 * @param rule the rule that wants it approved
 * @param created when it was asked for
 * @param expires until when it waits, or its decision counts
 * @param verdict what was decided
 * @param by who decided; empty where nobody has
 */
public record Approval(
        String id,
        Principal caller,
        Call call,
        String rule,
        Instant created,
        Instant expires,
        Verdict verdict,
        String by) {
    /** What is called. */
    public record Call(String server, String method, String name, ObjectNode arguments) {
        static Call of(Subject.Use use) {
            return new Call(use.server(), use.method(), use.name(), use.arguments());
        }

        /** The same text for the same call only: the lengths tell where each part ends. */
        String text() {
            return server.length() + " " + server + method.length() + " " + method + name.length() + " " + name
                    + JsonCodec.text(arguments);
        }
    }

    /** What was decided. */
    public enum Verdict {
        WAITING,
        APPROVED,
        DENIED
    }

    Approval decided(Verdict how, String who, Instant until) {
        return new Approval(id, caller, call, rule, created, until, how, who);
    }

    /** As operators are shown it, and as it is kept. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id).put("state", verdict.name().toLowerCase(Locale.ROOT));
        json.put("tenant", caller.tenant().value()).put("principal", caller.name());
        json.put("server", call.server()).put("method", call.method()).put("name", call.name());
        json.set("arguments", call.arguments());
        json.put("rule", rule).put("created", created.toString()).put("expires", expires.toString());
        return by.isEmpty() ? json : json.put("by", by);
    }

    static Approval read(ObjectNode json) {
        ObjectNode arguments =
                json.get("arguments") instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        return new Approval(
                text(json, "id"),
                new Principal(new TenantId(text(json, "tenant")), text(json, "principal")),
                new Call(text(json, "server"), text(json, "method"), text(json, "name"), arguments),
                text(json, "rule"),
                Instant.parse(text(json, "created")),
                Instant.parse(text(json, "expires")),
                Verdict.valueOf(text(json, "state").toUpperCase(Locale.ROOT)),
                text(json, "by"));
    }

    private static String text(ObjectNode json, String key) {
        return json.path(key).asString("");
    }
}
