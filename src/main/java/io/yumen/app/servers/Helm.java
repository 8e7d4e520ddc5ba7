package io.yumen.app.servers;

import io.yumen.config.ServiceSettings;
import io.yumen.secret.Secret;
import io.yumen.service.helm.chart.Bounds;
import io.yumen.service.helm.chart.HelmConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where charts come from, of the settings of a server. */
final class Helm {
    private Helm() {}

    /** @throws IllegalArgumentException where the settings do not go together; the message says why */
    static HelmConfig config(ServiceSettings.@Nullable Helm said) {
        if (said == null) {
            return HelmConfig.DEFAULT;
        }
        Map<String, HelmConfig.Repository> repositories = new LinkedHashMap<>();
        said.repositories().forEach((name, repository) -> repositories.put(name, repository(repository)));
        String proxy = said.httpProxy();
        return new HelmConfig(
                repositories,
                Duration.ofSeconds(said.timeoutSec()),
                said.maxRetries(),
                proxy == null ? null : URI.create(proxy),
                Bounds.of(said.allowedHosts()),
                said.maxAtOnce());
    }

    private static HelmConfig.Repository repository(ServiceSettings.Repository said) {
        String password = said.password();
        String authorities = said.caFile();
        return new HelmConfig.Repository(
                URI.create(said.url()),
                said.username(),
                password == null ? null : new Secret(password),
                authorities == null ? null : Path.of(authorities),
                said.plainHttp());
    }
}
