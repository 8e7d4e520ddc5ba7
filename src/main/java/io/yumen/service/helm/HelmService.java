package io.yumen.service.helm;

import io.yumen.catalogue.TargetIdentity;
import io.yumen.service.Offer;
import io.yumen.service.Service;
import io.yumen.service.Tool;
import io.yumen.service.ToolFailure;
import io.yumen.service.answer.AnswerLimits;
import io.yumen.service.answer.Answers;
import io.yumen.service.helm.chart.Charts;
import io.yumen.service.kubernetes.api.Clusters;
import io.yumen.service.kubernetes.api.KubernetesConfig;
import io.yumen.service.kubernetes.api.ListCache;
import io.yumen.service.kubernetes.form.Secrets;
import java.util.List;
import java.util.stream.Stream;

/** The Helm releases of Kubernetes clusters. */
public final class HelmService implements Service {
    private static final Identity IDENTITY = new Identity(
            "helm",
            "Helm",
            "1",
            "Begin with release_list; release_get has values, manifest, notes and hooks. Charts are named REPOSITORY/NAME, as chart_search tells."
                    + " Look at a change with dry_run before you make it.");

    private final Clusters clusters;
    private final Charts charts;
    private final Offer offer;

    private HelmService(Clusters clusters, Charts charts) {
        this.clusters = clusters;
        this.charts = charts;
        Answers answers = new Answers("helm", AnswerLimits.DEFAULT, Secrets.redactor());
        List<Tool> tools = Stream.of(
                        new ReleaseTools(clusters, answers).all(),
                        new RevisionTools(clusters, answers).all(),
                        new ChartTools(charts, answers).all(),
                        new InstallTools(clusters, charts, answers).all(),
                        new UndoTools(clusters, charts, answers).all())
                .flatMap(List::stream)
                .toList();
        this.offer = new Offer(tools, List.of(), List.of(), List.of(answers.large()));
    }

    /** The service of the releases in those clusters, and of those charts; none of them is asked yet. */
    public static HelmService of(KubernetesConfig config, Charts charts) {
        return of(config, TargetIdentity.OWN, charts);
    }

    /** The same, asked as that identity. */
    public static HelmService of(KubernetesConfig config, TargetIdentity identity, Charts charts) {
        return new HelmService(new Clusters(config, identity, ListCache.none()), charts);
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
    public Health health() {
        try {
            return new Health(true, clusters.version());
        } catch (ToolFailure failure) {
            return Health.bad(String.valueOf(failure.getMessage()));
        }
    }

    @Override
    public void close() {
        charts.close();
        clusters.close();
    }
}
