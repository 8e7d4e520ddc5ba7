package io.yumen.service.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node is emptied: what may go goes side by side, and what may not is said. */
class DrainTest extends KubeTest {
    private static final String DRAIN = "{\"name\": \"node-1\", \"timeout_sec\": 3%s}";

    @BeforeEach
    void seed() throws Exception {
        server.node("node-1");
    }

    @Test
    void what_nothing_makes_anew_objects_unless_it_has_ended() {
        pod("alone", "Running");
        pod("over", "Succeeded");
        assertThat(kube.failure("drain", DRAIN.formatted("")))
                .contains("Nothing was evicted", "Pod/default/alone has no owner")
                .doesNotContain("over");
        assertThat(server.object("pods", "default", "alone")).isNotNull();
        server.remove("pods", "default", "alone");
        assertThat(kube.told("drain", DRAIN.formatted(""))).contains("Pod/default/over: evicted");
    }

    @Test
    void one_that_a_budget_keeps_holds_up_no_other() {
        server.seed("{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: keep, namespace: default},"
                + " spec: {minAvailable: 1, selector: {matchLabels: {app: a-kept}}}, status: {disruptionsAllowed: 0}}");
        pod("a-kept", "Running");
        pod("b-free", "Running");
        pod("c-free", "Running");
        assertThat(kube.failure("drain", DRAIN.formatted(", \"force\": true")))
                .contains("Pod/default/a-kept: failed", "disruption budget")
                .contains("Pod/default/b-free: evicted", "Pod/default/c-free: evicted");
        List<String> calls = server.calls();
        assertThat(calls.indexOf("POST /api/v1/namespaces/default/pods/c-free/eviction"))
                .as("%s", calls)
                .isPositive()
                .isLessThan(calls.indexOf("GET /api/v1/namespaces/default/pods/b-free"));
    }

    private void pod(String name, String phase) {
        server.seed("{apiVersion: v1, kind: Pod, metadata: {name: " + name + ", namespace: default, labels: {app: "
                + name + "}}, spec: {nodeName: node-1, containers: [{name: main, image: web}]}, status: {phase: "
                + phase + "}}");
    }
}
