package io.yumen.service.kubernetes;

import io.yumen.catalogue.TargetIdentity;
import io.yumen.exchange.Caller;
import io.yumen.service.Mode;
import io.yumen.service.Offer;
import io.yumen.service.Service;
import io.yumen.service.ToolFailure;
import io.yumen.service.answer.AnswerLimits;
import io.yumen.service.answer.Answers;
import io.yumen.service.kubernetes.api.Clusters;
import io.yumen.service.kubernetes.api.KubernetesConfig;
import io.yumen.service.kubernetes.api.ListCache;
import io.yumen.service.kubernetes.change.ChangeTools;
import io.yumen.service.kubernetes.form.Secrets;
import io.yumen.service.kubernetes.look.LookTools;
import io.yumen.service.kubernetes.look.ObjectResources;
import io.yumen.service.kubernetes.look.Watches;
import io.yumen.tenant.Access;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Kubernetes clusters. */
public final class KubernetesService implements Service {
    private static final Identity IDENTITY = new Identity(
            "kubernetes",
            "Kubernetes",
            "1",
            "Begin with unhealthy, or list. describe tells of one object all that one looks for. Kinds are named as for kubectl; api_resources"
                    + " lists them.");

    private final Clusters clusters;
    private final ChangeTools changes;
    private final Watches watches;
    private final Offer offer;

    private KubernetesService(Clusters clusters, Mode mode) {
        this.clusters = clusters;
        Answers answers = new Answers("kubernetes", AnswerLimits.DEFAULT, Secrets.redactor());
        this.changes = new ChangeTools(clusters, answers);
        this.watches = new Watches(clusters);
        Completions known = new Completions(clusters);
        this.offer = new Offer(
                Stream.of(LookTools.all(clusters, answers, mode), changes.all())
                        .flatMap(List::stream)
                        .toList(),
                Prompts.all(known),
                List.of(),
                List.of(answers.large(), new ObjectResources(clusters).template(known.ofUri())));
    }

    /**
     * The service of those clusters, which keeps nothing; none of them is asked yet.
     *
     * @param mode in which its host lets it be called: it tells callers what that leaves them
     */
    public static KubernetesService of(KubernetesConfig config, Mode mode) {
        return new KubernetesService(new Clusters(config), mode);
    }

    /** The same, asked as that identity, which keeps lists for a moment. */
    public static KubernetesService of(KubernetesConfig config, Mode mode, TargetIdentity identity, ListCache lists) {
        return new KubernetesService(new Clusters(config, identity, lists), mode);
    }

    @Override
    public Identity identity() {
        return IDENTITY;
    }

    @Override
    public Offer offer() {
        return offer;
    }

    @Override
    public Listening listen(Set<String> uris, Caller caller, Consumer<String> updated) {
        return watches.listen(uris, caller, updated);
    }

    @Override
    public Health health() {
        try {
            return new Health(true, clusters.version());
        } catch (ToolFailure failure) {
            return Health.bad(String.valueOf(failure.getMessage()));
        }
    }

    @Override
    public void accessEnded(Predicate<Access> ended) {
        changes.accessEnded(ended);
    }

    @Override
    public void close() {
        changes.close();
        clusters.close();
    }
}
