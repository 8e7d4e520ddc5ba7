package io.yumen.backend.login;

import io.yumen.backend.Backend;
import io.yumen.backend.BackendEvents;
import io.yumen.backend.ForwardingBackend;
import io.yumen.backend.ListKind;
import io.yumen.backend.Outage;
import io.yumen.backend.ScopeKey;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.oauth.Login;
import io.yumen.oauth.Logins;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server that wants its users to log in. Until one has, it seems to have a single tool, which sends the user to the page; a
 * call that needs more than the user has allowed sends them there in its middle. Safe for many threads.
 */
public final class LoginBackend extends ForwardingBackend {
    private static final Set<String> LISTS =
            Set.of(Methods.TOOLS_LIST, Methods.PROMPTS_LIST, Methods.RESOURCES_LIST, Methods.TEMPLATES_LIST);
    private static final Set<String> USES = Set.of(Methods.TOOLS_CALL, Methods.PROMPTS_GET, Methods.RESOURCES_READ);

    /** How often the user is sent to a page in the middle of one call. */
    private static final int MAX_VISITS = 2;

    /** More scopes than these are not told that they may list again; their lists grow old by themselves. */
    private static final int MAX_WAITING = 10_000;

    private final Logins logins;
    private final LoginTool tool;
    private final Usher usher;
    private final Outage outage;
    private final Map<ScopeKey, Login> waiting = new ConcurrentHashMap<>();
    private final Set<ScopeKey> listed = ConcurrentHashMap.newKeySet();
    private volatile @Nullable BackendEvents events;

    private enum Outcome {
        DONE,
        FAILED
    }

    /** @param patience how long a request waits for its user to log in */
    public LoginBackend(Backend inner, Logins logins, Duration patience) {
        super(inner);
        this.logins = logins;
        this.tool = new LoginTool(inner.name());
        this.usher = new Usher(inner.name(), patience);
        this.outage = new Outage(inner.name());
        logins.listen(this::loggedIn);
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        Login login = logins.of(exchange.caller().principal());
        if (tool.isCalledBy(exchange)) {
            return authorize(exchange, login);
        }
        boolean isDescribing = describes(exchange.method());
        if (isDescribing && login.isAwaited()) {
            return placeholder(exchange, login, outage.now("wants its user to log in"));
        }
        try {
            return answered(exchange);
        } catch (RpcException refusal) {
            if (isDescribing && login.isNeeded()) {
                return placeholder(exchange, login, refusal);
            }
            return USES.contains(exchange.method()) ? retried(exchange, login, refusal) : thrown(refusal);
        }
    }

    @Override
    public boolean isOwn(ObjectNode said) {
        return tool.says(said);
    }

    @Override
    public void listen(BackendEvents listener) {
        events = listener;
        super.listen(listener);
    }

    @Override
    public void sessionEnded(ClientKey.Session session) {
        super.sessionEnded(session);
        waiting.keySet().removeIf(key -> isOf(key, session));
        listed.removeIf(key -> isOf(key, session));
    }

    @Override
    public String toString() {
        return "login(" + inner + ")";
    }

    private static boolean describes(String method) {
        return method.equals(Methods.DISCOVER) || LISTS.contains(method);
    }

    private static boolean isOf(ScopeKey key, ClientKey.Session ended) {
        return key instanceof ScopeKey.Session session && session.session().equals(ended);
    }

    private ObjectNode answered(Exchange exchange) {
        ObjectNode result = inner.handle(exchange);
        if (LISTS.contains(exchange.method()) && listed.size() < MAX_WAITING) {
            listed.add(inner.scopeOf(exchange.caller()));
        }
        return result;
    }

    /** What stands for the server; where its lists are known already, an error, so that the known ones stay. */
    private ObjectNode placeholder(Exchange exchange, Login login, RpcException refusal) {
        ScopeKey scope = inner.scopeOf(exchange.caller());
        if (waiting.size() < MAX_WAITING) {
            waiting.put(scope, login);
        }
        if (listed.contains(scope)) {
            throw refusal;
        }
        return exchange.method().equals(Methods.DISCOVER) ? tool.description() : tool.list(exchange.method());
    }

    private ObjectNode authorize(Exchange exchange, Login login) {
        if (!login.isNeeded()) {
            try {
                inner.handle(exchange.with(Methods.TOOLS_LIST, JsonNodeFactory.instance.objectNode()));
            } catch (RpcException refusal) {
                if (!login.isNeeded()) {
                    throw refusal;
                }
            }
        }
        Optional<String> trouble = login.isNeeded() ? usher.letIn(exchange, login) : Optional.empty();
        return trouble.map(why -> text(why, Outcome.FAILED))
                .orElseGet(() -> text(
                        "The user is logged in to the server \"" + name() + "\". List its tools again.", Outcome.DONE));
    }

    /** Sends the user to the page and asks again, as long as that is what it takes. */
    private ObjectNode retried(Exchange exchange, Login login, RpcException first) {
        RpcException refusal = first;
        for (int visits = 0; visits < MAX_VISITS && login.isNeeded(); visits++) {
            Optional<String> trouble = usher.letIn(exchange, login);
            if (trouble.isPresent()) {
                return notIn(exchange, trouble.get());
            }
            try {
                return answered(exchange);
            } catch (RpcException again) {
                refusal = again;
            }
        }
        throw refusal;
    }

    private static ObjectNode notIn(Exchange exchange, String why) {
        if (exchange.method().equals(Methods.TOOLS_CALL)) {
            return text(why, Outcome.FAILED);
        }
        throw RpcException.unavailable(why);
    }

    private static ObjectNode thrown(RpcException refusal) {
        throw refusal;
    }

    private static ObjectNode text(String text, Outcome outcome) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return result.put("isError", outcome == Outcome.FAILED);
    }

    private void loggedIn(Login login) {
        BackendEvents listener = events;
        waiting.forEach((scope, who) -> {
            if (who.equals(login) && waiting.remove(scope, who) && listener != null) {
                for (ListKind list : ListKind.values()) {
                    listener.listChanged(name(), list, scope);
                }
            }
        });
    }
}
