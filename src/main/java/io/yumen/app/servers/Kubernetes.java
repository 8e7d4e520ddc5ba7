package io.yumen.app.servers;

import io.yumen.config.ServerSettings;
import io.yumen.config.ServiceSettings;
import io.yumen.http.Headers;
import io.yumen.service.kubernetes.api.KubernetesConfig;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which clusters a service serves, of the settings of its server. */
final class Kubernetes {
    private Kubernetes() {}

    /** @throws IllegalArgumentException where the settings do not go together; the message says why */
    static KubernetesConfig config(ServerSettings settings, Headers headers) {
        ServiceSettings.Kubernetes said = settings.kubernetes();
        URI url = settings.url() == null ? null : URI.create(settings.url());
        if (said == null) {
            KubernetesConfig.Source source = new KubernetesConfig.Source(List.of(), null, List.of(), url, map(headers));
            KubernetesConfig usual = KubernetesConfig.DEFAULT;
            return new KubernetesConfig(source, usual.identity(), usual.rules(), usual.pace());
        }
        return new KubernetesConfig(
                new KubernetesConfig.Source(
                        files(said.kubeconfig()), said.context(), said.contexts(), url, map(headers)),
                identity(said),
                new KubernetesConfig.Rules(said.namespaces(), said.kinds(), said.verbs()),
                new KubernetesConfig.Pace(
                        said.qps(),
                        said.burst(),
                        Duration.ofSeconds(said.timeoutSec()),
                        KubernetesConfig.Pace.DEFAULT.maxBytes()));
    }

    /** Written as in KUBECONFIG. Where it is said, but empty, the credentials of the gateway itself are not meant. */
    private static List<Path> files(@Nullable String said) {
        if (said == null) {
            return List.of();
        }
        List<Path> files = KubernetesConfig.Source.files(List.of(said.split(Pattern.quote(File.pathSeparator))));
        if (files.isEmpty()) {
            throw new IllegalArgumentException(
                    "\"kubeconfig\" names no file; is a variable unset that it is made of? Left out, that of the gateway itself is taken");
        }
        return files;
    }

    private static KubernetesConfig.Identity identity(ServiceSettings.Kubernetes said) {
        boolean impersonates = switch (said.identity()) {
            case OWN -> false;
            case IMPERSONATE -> true;
        };
        return new KubernetesConfig.Identity(impersonates, text(said.userPrefix()), text(said.groupPrefix()));
    }

    private static String text(@Nullable String said) {
        return Objects.requireNonNullElse(said, "");
    }

    private static Map<String, String> map(Headers headers) {
        Map<String, String> map = new LinkedHashMap<>();
        headers.forEach(map::put);
        return map;
    }
}
