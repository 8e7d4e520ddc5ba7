package io.yumen.admin;

import io.yumen.admin.api.Call;
import io.yumen.admin.api.Failure;
import io.yumen.admin.api.Parameter;
import io.yumen.admin.api.Reach;
import io.yumen.admin.api.Reply;
import io.yumen.admin.api.Route;
import io.yumen.auth.policy.Explanation;
import io.yumen.auth.policy.Question;
import io.yumen.auth.policy.RuleConfig;
import io.yumen.exchange.Policy.Decision;
import io.yumen.exchange.Policy.Decision.Approver;
import io.yumen.schema.Doc;
import io.yumen.tenant.Roles;
import io.yumen.tenant.TenantId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Says which rule decides: by a query for what a list shows, by a body for everything that rules may speak of. */
public final class ExplainRoutes {
    private static final List<Parameter> TEXTS = List.of(
            Parameter.text("principal", "Who asks"),
            Parameter.text("tenant", "Of whom he is; where it is left out, the tenant of who wants to know"),
            Parameter.text("proof", "How he shows who he is, as key or jwt"),
            Parameter.text("address", "From where he comes"),
            Parameter.text("view", "The view at whose endpoint he asks; /mcp where it is left out"),
            Parameter.text("client", "The client of OAuth by which he comes"),
            Parameter.text("server", "What he wants something of"),
            Parameter.text("tool", "The tool that he wants to call, as the server knows it"),
            Parameter.text("prompt", "The prompt that he wants"),
            Parameter.text("resource", "The resource that he wants to read"));

    /** Lists in a query: names that commas separate. */
    private static final List<Parameter> LISTS = List.of(
            Parameter.text("roles", "His roles, with commas between"),
            Parameter.text("scopes", "His scopes, with commas between; all where it is left out"));

    private final Explainer explainer;

    public ExplainRoutes(Explainer explainer) {
        this.explainer = explainer;
    }

    /** The routes. */
    public List<Route> routes() {
        List<Parameter> query = Stream.concat(TEXTS.stream(), LISTS.stream()).toList();
        return List.of(
                Route.get(
                                "/explain",
                                Reach.OWN_TENANT,
                                "Says which rule decides whether somebody sees something in a list")
                        .roles(Roles.OPERATOR, Roles.AUDITOR)
                        .query(query)
                        .answers(Explained.class)
                        .fails(Failure.OTHER_TENANT)
                        .does(call -> answer(asked(call), call)),
                Route.post(
                                "/explain",
                                Reach.OWN_TENANT,
                                "Says which rule decides, with everything that rules may speak of")
                        .roles(Roles.OPERATOR, Roles.AUDITOR)
                        .takes(QuestionForm.class)
                        .answers(Explained.class)
                        .fails(Failure.OTHER_TENANT)
                        .does(call -> answer(call.order(), call)));
    }

    /** What is asked: what a {@link Question} reads. */
    record QuestionForm(
            @Doc("Who asks") String principal,

            @Doc("Of whom he is; where it is left out, the tenant of who wants to know") @Nullable
            String tenant,

            @Doc(value = "His roles", fallback = "[]") List<String> roles,

            @Doc("His scopes; all where it is left out") @Nullable
            List<String> scopes,

            @Doc(value = "The claims of his token", fallback = "{}")
            ObjectNode claims,

            @Doc(value = "The client of OAuth by which he comes", fallback = "\"\"")
            String client,

            @Doc(value = "How he shows who he is, as key or jwt", fallback = "\"key\"")
            String proof,

            @Doc(value = "From where he comes", fallback = "\"\"")
            String address,

            @Doc(value = "The view at whose endpoint he asks", fallback = "\"\"")
            String view,

            @Doc("What he wants something of") String server,

            @Doc("The tool that he wants to call, as the server knows it") @Nullable
            String tool,

            @Doc("The prompt that he wants") @Nullable String prompt,

            @Doc("The resource that he wants to read") @Nullable
            String resource,

            @Doc("What the server says of the tool; where it is left out, what its list says") @Nullable
            ObjectNode annotations,

            @Doc("Those of the call; where they are left out, the question is whether he sees it in a list") @Nullable
            ObjectNode arguments) {}

    /** What is answered. */
    record Explained(
            Outcome decision,

            @Doc("The rule that decided; empty where none did")
            String rule,

            @Doc("Who may approve what is held") @Nullable Approver approver,
            @Doc("Why it is denied") @Nullable String reason,

            @Doc("All that the credential must be good for, where it is not") @Nullable
            List<String> scopes,

            @Doc("The rules that were asked, in order") List<Step> steps,

            @Doc("Whether the server has what is asked about, as far as its lists have been read")
            boolean known) {}

    /** What is decided. */
    enum Outcome {
        ALLOWED,
        HELD,
        /** He sees it, and can use it with a credential that is good for more. */
        LACKING,
        DENIED
    }

    /** What became of one rule. */
    record Step(
            String rule,
            RuleConfig.Effect effect,

            @Doc("Whether it was about the request, in words")
            String match) {}

    /** Who is of a tenant of his own hears of that one alone, and not what there is that its rules hide. */
    private Reply answer(ObjectNode question, Call call) {
        String own = call.person().tenant().value();
        String tenant = question.path("tenant").asString(own);
        if (!call.maySee(new TenantId(tenant))) {
            return new Reply.Failed(
                    Failure.OTHER_TENANT, "You are of a tenant of your own, and ask about those of that one alone");
        }
        question.put("tenant", tenant);
        Explainer.Explained answer = explainer.explain(Question.read(question));
        Explanation why = answer.explanation();
        List<Step> steps = why.steps().stream()
                .map(step -> new Step(step.rule(), step.effect(), step.match()))
                .toList();
        String rule = why.decision().rule();
        // The roles of a question are whatever its asker says: by them he would learn of all that there is.
        boolean isKnown = answer.isKnown() && call.isForAllTenants();
        return Reply.of(
                switch (why.decision()) {
                    case Decision.Allowed ignored ->
                        new Explained(Outcome.ALLOWED, rule, null, null, null, steps, isKnown);
                    case Decision.Held held -> new Explained(Outcome.HELD, rule, held.by(), null, null, steps, isKnown);
                    case Decision.Lacking lacking ->
                        new Explained(Outcome.LACKING, rule, null, null, List.copyOf(lacking.scopes()), steps, isKnown);
                    case Decision.Denied denied ->
                        new Explained(Outcome.DENIED, rule, null, denied.reason(), null, steps, isKnown);
                });
    }

    private static ObjectNode asked(Call call) {
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        for (Parameter text : TEXTS) {
            call.query(text.name()).ifPresent(value -> question.put(text.name(), value));
        }
        for (Parameter list : LISTS) {
            call.query(list.name())
                    .ifPresent(value ->
                            Arrays.stream(value.split(",", -1)).forEach(question.withArrayProperty(list.name())::add));
        }
        return question;
    }
}
