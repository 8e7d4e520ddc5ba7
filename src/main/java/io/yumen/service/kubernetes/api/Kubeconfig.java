package io.yumen.service.kubernetes.api;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.Context;
import io.fabric8.kubernetes.api.model.ExecConfig;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.api.model.NamedCluster;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one kubeconfig says, or several together, as kubectl reads them: a name means what the first file says that has it, a file that is
 * not there is passed over, and paths begin at the file that has them. No program that they name is run before a context is opened.
 */
final class Kubeconfig {
    private final Map<String, Said<Context>> contexts = new LinkedHashMap<>();
    private final Map<String, Said<Cluster>> clusters = new HashMap<>();
    private final Map<String, Said<AuthInfo>> users = new HashMap<>();
    private final Set<Path> odd = new HashSet<>();
    private @Nullable String current;

    private Kubeconfig() {}

    /** What a file says; where it says nothing of a thing but its name, that is null. */
    private record Said<T>(@Nullable T what, Path file) {}

    /** @throws IllegalArgumentException where one of them cannot be read */
    static Kubeconfig read(List<Path> files) {
        Kubeconfig all = new Kubeconfig();
        for (Path file : files) {
            try {
                all.add(
                        file,
                        Serialization.unmarshal(Files.readString(file), io.fabric8.kubernetes.api.model.Config.class));
            } catch (NoSuchFileException e) {
                // Several are often named of which one has not been written yet.
            } catch (IOException e) {
                throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
            }
        }
        return all;
    }

    private void add(Path file, io.fabric8.kubernetes.api.model.@Nullable Config said) {
        if (said == null) {
            return;
        }
        for (NamedContext context : named(file, said.getContexts(), NamedContext::getName)) {
            contexts.putIfAbsent(context.getName(), new Said<>(context.getContext(), file));
        }
        for (NamedCluster cluster : named(file, said.getClusters(), NamedCluster::getName)) {
            clusters.putIfAbsent(cluster.getName(), new Said<>(cluster.getCluster(), file));
        }
        for (NamedAuthInfo user : named(file, said.getUsers(), NamedAuthInfo::getName)) {
            users.putIfAbsent(user.getName(), new Said<>(user.getUser(), file));
        }
        String chosen = said.getCurrentContext();
        if (current == null && chosen != null && !chosen.isEmpty()) {
            current = chosen;
        }
    }

    /** Those that can be asked for. kubectl writes null for a list that is empty. */
    private <T> List<T> named(Path file, @Nullable List<T> said, Function<T, @Nullable String> name) {
        List<T> named = new ArrayList<>();
        for (T one : said == null ? List.<T>of() : said) {
            String its = one == null ? null : name.apply(one);
            if (one != null && its != null && !its.isEmpty()) {
                named.add(one);
            } else {
                odd.add(file);
            }
        }
        return named;
    }

    /** The names of its contexts, in their order. */
    List<String> contexts() {
        return List.copyOf(contexts.keySet());
    }

    /** The context that is meant where none is named. */
    @Nullable
    String current() {
        return current;
    }

    /** The address of a context's cluster; empty where nothing says it. */
    String server(String context) {
        Said<Cluster> cluster = cluster(context);
        return cluster == null || cluster.what == null ? "" : String.valueOf(cluster.what.getServer());
    }

    /** Where one works in a context. */
    String namespace(String context) {
        Context said = context(context).what;
        String namespace = said == null ? null : said.getNamespace();
        return namespace == null || namespace.isEmpty()
                ? io.yumen.service.kubernetes.api.Cluster.USUAL_NAMESPACE
                : namespace;
    }

    /** What leads to a context's cluster, and shows nobody's credentials there. */
    Config way(String context) {
        Said<Cluster> cluster = cluster(context);
        if (cluster == null || cluster.what == null) {
            throw new IllegalArgumentException("the context names no cluster");
        }
        return way(cluster.what, namespace(context), cluster.file);
    }

    /**
     * What leads to a cluster, and nothing that would show there who the gateway is: no token, password or certificate, no program that
     * has them, and no file from which they are read again when the cluster refuses a request.
     */
    private static Config way(Cluster said, String namespace, Path file) {
        Config way = Config.empty();
        way.setMasterUrl(said.getServer());
        way.setNamespace(namespace);
        boolean isUnchecked = Boolean.TRUE.equals(said.getInsecureSkipTlsVerify());
        way.setTrustCerts(isUnchecked);
        way.setDisableHostnameVerification(isUnchecked);
        way.setCaCertFile(beside(file, said.getCertificateAuthority()));
        way.setCaCertData(said.getCertificateAuthorityData());
        way.setTlsServerName(said.getTlsServerName());
        way.setHttpProxy(said.getProxyUrl());
        way.setHttpsProxy(said.getProxyUrl());
        return way;
    }

    /** The same for the cluster that this process runs in. */
    static Config wayTo(Config own) {
        Config way = Config.empty();
        way.setMasterUrl(own.getMasterUrl());
        way.setNamespace(own.getNamespace());
        way.setCaCertFile(own.getCaCertFile());
        way.setCaCertData(own.getCaCertData());
        return way;
    }

    /** The same with the credentials of its user; may run a program that has them. */
    Config open(String context) {
        Said<Context> said = context(context);
        Said<Cluster> cluster = cluster(context);
        Said<AuthInfo> user = user(context);
        Set<Path> from = Stream.of(said, cluster, user)
                .filter(Objects::nonNull)
                .map(Said::file)
                .collect(Collectors.toSet());
        // By its file, from which credentials are read again when the cluster refuses them, where there is but one.
        // The library cannot read a file with entries that are null.
        Config config = from.size() == 1 && !odd.contains(said.file)
                ? Config.fromKubeconfig(context, said.file.toFile())
                : Config.fromKubeconfig(Serialization.asYaml(alone(context, said, cluster, user)));
        String tokens = user == null || user.what == null ? null : beside(user.file, user.what.getTokenFile());
        if (tokens != null) {
            // The library does not know of it. What is there changes from time to time.
            config.setOauthTokenProvider(() -> read(Path.of(tokens)));
        }
        return config;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new KubernetesClientException(
                    "The \"tokenFile\" of the kubeconfig cannot be read: " + e.getMessage());
        }
    }

    /** A kubeconfig of that context alone, whose paths begin at the root. */
    private static io.fabric8.kubernetes.api.model.Config alone(
            String name, Said<Context> context, @Nullable Said<Cluster> cluster, @Nullable Said<AuthInfo> user) {
        io.fabric8.kubernetes.api.model.Config alone = new io.fabric8.kubernetes.api.model.Config();
        alone.setCurrentContext(name);
        Context parts = context.what == null ? new Context() : context.what;
        alone.setContexts(List.of(new NamedContext(parts, name)));
        if (cluster != null && cluster.what != null) {
            cluster.what.setCertificateAuthority(beside(cluster.file, cluster.what.getCertificateAuthority()));
            alone.setClusters(List.of(new NamedCluster(cluster.what, parts.getCluster())));
        }
        if (user != null && user.what != null) {
            AuthInfo has = user.what;
            has.setClientCertificate(beside(user.file, has.getClientCertificate()));
            has.setClientKey(beside(user.file, has.getClientKey()));
            has.setTokenFile(beside(user.file, has.getTokenFile()));
            ExecConfig program = has.getExec();
            if (program != null && String.valueOf(program.getCommand()).contains("/")) {
                program.setCommand(beside(user.file, program.getCommand()));
            }
            alone.setUsers(List.of(new NamedAuthInfo(parts.getUser(), has)));
        }
        return alone;
    }

    /** A path that a file says, from the root. */
    private static @Nullable String beside(Path file, @Nullable String said) {
        return said == null ? null : file.toAbsolutePath().resolveSibling(said).toString();
    }

    private Said<Context> context(String name) {
        return Objects.requireNonNull(contexts.get(name), name);
    }

    private @Nullable Said<Cluster> cluster(String context) {
        Context said = context(context).what;
        return said == null ? null : clusters.get(said.getCluster());
    }

    private @Nullable Said<AuthInfo> user(String context) {
        Context said = context(context).what;
        return said == null ? null : users.get(said.getUser());
    }
}
