package io.yumen.app.servers;

import io.yumen.backend.ScopeKey;
import io.yumen.catalogue.Reply;
import io.yumen.catalogue.Target;
import io.yumen.catalogue.TargetConfig;
import io.yumen.catalogue.TargetIdentity;
import io.yumen.catalogue.cache.Segments;
import io.yumen.catalogue.openapi.OpenApiReader;
import io.yumen.catalogue.rest.BadCatalogue;
import io.yumen.catalogue.rest.Catalogue;
import io.yumen.catalogue.rest.CatalogueReader;
import io.yumen.catalogue.rest.RestService;
import io.yumen.config.ServerSettings;
import io.yumen.http.Headers;
import io.yumen.http.client.RelayClient;
import io.yumen.service.Service;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** REST services that a file describes. */
final class Described {
    private static final Logger LOG = LoggerFactory.getLogger(Described.class);

    /** What is larger is no description that anybody wrote. */
    private static final int MAX_BYTES = 16 << 20;

    private static final int MAX_ANSWER = 16 << 20;

    private static final Set<String> SCHEMES = Set.of("http", "https");

    private Described() {}

    /** @throws StartException where the file cannot be used */
    static void check(ServerSettings settings) {
        target(settings, read(settings));
    }

    /** @throws StartException where the file cannot be used */
    static Service start(ServerSettings settings, RelayClient client, TargetIdentity identity, Segments<Reply> cache) {
        Catalogue catalogue = read(settings);
        catalogue
                .notes()
                .forEach(note -> LOG.atWarn()
                        .addKeyValue("file", file(settings))
                        .addKeyValue("reason", note)
                        .log("Part of a document is left out"));
        Target target = new Target(catalogue.title(), target(settings, catalogue), client, identity);
        return new RestService(catalogue, target, cache);
    }

    private static Catalogue read(ServerSettings settings) {
        String file = file(settings);
        try {
            Path path = Path.of(file);
            if (Files.size(path) > MAX_BYTES) {
                throw new StartException("The file " + file + " is larger than " + MAX_BYTES + " bytes");
            }
            byte[] bytes = Files.readAllBytes(path);
            return settings.openapi() == null
                    ? CatalogueReader.read(bytes)
                    : OpenApiReader.read(bytes, settings.operations());
        } catch (NoSuchFileException e) {
            throw new StartException("There is no file " + file + "; the path is relative to the configuration file");
        } catch (IOException | InvalidPathException e) {
            throw new StartException("The file " + file + " cannot be read: " + e.getMessage());
        } catch (BadCatalogue e) {
            throw new StartException(file + ": " + e.getMessage());
        }
    }

    private static String file(ServerSettings settings) {
        return String.valueOf(settings.openapi() == null ? settings.catalogue() : settings.openapi());
    }

    private static void requireOneCredential(ServerSettings settings, Headers headers) {
        if (settings.auth().oauth() != null && headers.has("Authorization")) {
            throw new StartException(
                    file(settings)
                            + " has an Authorization header, and what callers' tokens are exchanged for takes its place: leave one out");
        }
    }

    private static TargetConfig target(ServerSettings settings, Catalogue catalogue) {
        String url = settings.url() == null ? catalogue.url() : settings.url();
        if (url == null) {
            throw new StartException("Nothing says where the service of " + file(settings) + " is; add its \"url\"");
        }
        Headers headers = ConnectorFactory.headers(settings, new Placeholders(ScopeKey.SHARED));
        Headers all = headers;
        for (int i = 0; i < catalogue.headers().size(); i++) {
            String name = catalogue.headers().nameAt(i);
            all = headers.has(name) ? all : all.with(name, catalogue.headers().valueAt(i));
        }
        requireOneCredential(settings, all);
        try {
            URI base = new URI(url);
            if (!SCHEMES.contains(String.valueOf(base.getScheme()))
                    || base.getHost() == null
                    || base.getUserInfo() != null) {
                throw new StartException(
                        "The \"url\" of a service begins with http:// or https:// and a host, without a password");
            }
            Asking.check(settings, base);
            return new TargetConfig(base, all, Asking.timeout(settings, catalogue.timeout()), MAX_ANSWER)
                    .asking(Asking.query(settings));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new StartException("The \"url\" of a service: " + e.getMessage());
        }
    }
}
