package io.yumen.service.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.kube.KubeServer;
import io.yumen.service.Mode;
import io.yumen.service.Prompt;
import io.yumen.service.Tool;
import io.yumen.service.host.Asker;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Each prompt says what was filled in, reads well where nothing was, and names tools that there are. */
class PromptsTest {
    /** Where a step begins with a tool, or says with which argument one is called. */
    private static final Pattern NAMED =
            Pattern.compile("\\b([a-z]+(?:_[a-z]+)*)(?: with)? (?:[a-z_]+=)|(?m)^\\d\\. ([a-z]+(?:_[a-z]+)*)(?=[:, ])");

    @TempDir
    private static Path folder;

    private static KubeServer server;
    private static Kube kube;

    @BeforeAll
    static void start() throws Exception {
        server = KubeServer.start(folder);
        kube = Kube.of(server, folder, Mode.FULL);
    }

    @AfterAll
    static void stop() {
        kube.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"incident_triage", "workload_diagnosis", "rollout_recovery", "safe_remediation", "connectivity"})
    void all_that_is_filled_in_is_said_and_what_is_not_leaves_no_gap(String name) {
        Prompt prompt = prompts().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        ObjectNode needed = JsonNodeFactory.instance.objectNode();
        for (Prompt.Argument argument : prompt.arguments()) {
            all.put(argument.name(), "the-" + argument.name());
            if (argument.required()) {
                needed.put(argument.name(), "the-" + argument.name());
            }
        }
        String whole = text(name, all);
        assertThat(all.propertyNames()).allSatisfy(argument -> assertThat(whole).contains("the-" + argument));
        String bare = text(name, needed);
        assertThat(needed.propertyNames())
                .allSatisfy(argument -> assertThat(bare).contains("the-" + argument));
        for (String told : List.of(whole, bare)) {
            assertThat(told).doesNotContain("null", "%", "  ", " .", " ,");
        }
        for (String left : List.of("the-namespace", "the-cluster", "the-symptom", "the-from")) {
            assertThat(bare).doesNotContain(left);
        }
    }

    @Test
    void none_is_left_out_here() {
        assertThat(prompts().stream().map(Prompt::name))
                .containsExactly(
                        "incident_triage",
                        "workload_diagnosis",
                        "rollout_recovery",
                        "safe_remediation",
                        "connectivity");
    }

    @Test
    void the_tools_that_prompts_name_are_there_with_the_arguments_that_they_give() {
        List<Tool> tools = kube.service().offer().tools();
        TreeSet<String> names = tools.stream().map(Tool::name).collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> arguments = tools.stream()
                .flatMap(tool -> tool.input().tree().path("properties").propertyNames().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> named = new TreeSet<>();
        for (Prompt prompt : prompts()) {
            ObjectNode given = JsonNodeFactory.instance.objectNode();
            prompt.arguments().forEach(argument -> given.put(argument.name(), "x"));
            String text = text(prompt.name(), given);
            NAMED.matcher(text)
                    .results()
                    .forEach(found -> named.add(found.group(1) == null ? found.group(2) : found.group(1)));
            Pattern.compile("\\b([a-z_]+)=(?=[a-z0-9])")
                    .matcher(text)
                    .results()
                    .forEach(found -> assertThat(arguments).as(prompt.name()).contains(found.group(1)));
        }
        assertThat(named)
                .contains("unhealthy", "events", "describe", "top", "rollout_history", "access", "diff", "wait");
        // "events with warnings=true", and a kind that list is asked for.
        named.removeAll(List.of("with", "endpointslices"));
        assertThat(names).containsAll(named);
    }

    @ParameterizedTest
    @CsvSource({
        "cluster, '', '{}', fake",
        "namespace, KUBE-P, '{\"cluster\": \"fake\"}', kube-public",
        "kind, deploy, '{\"cluster\": \"fake\"}', Deployment",
        "name, kube-p, '{\"cluster\": \"fake\"; \"kind\": \"ns\"}', kube-public"
    })
    void parts_of_the_uri_of_an_object_are_completed(String part, String typed, String others, String found) {
        String params = """
                {"ref": {"type": "ref/resource", "uri": "kubernetes://{cluster}/{namespace}/{kind}/{name}"},
                 "argument": {"name": "%s", "value": "%s"}, "context": {"arguments": %s}}""".formatted(part, typed, others.replace(';', ','));
        JsonNode values = new Asker(kube.handler())
                .send("completion/complete", params)
                .path("completion")
                .path("values");
        assertThat(values.valueStream().map(JsonNode::asString)).contains(found);
    }

    private static List<Prompt> prompts() {
        return kube.service().offer().prompts();
    }

    private static String text(String name, ObjectNode arguments) {
        ObjectNode params = JsonNodeFactory.instance.objectNode().put("name", name);
        params.set("arguments", arguments);
        JsonNode messages =
                new Asker(kube.handler()).send("prompts/get", params.toString()).path("messages");
        assertThat(messages.size()).isEqualTo(1);
        return messages.path(0).path("content").path("text").asString("");
    }
}
