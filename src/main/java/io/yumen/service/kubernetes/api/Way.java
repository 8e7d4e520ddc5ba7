package io.yumen.service.kubernetes.api;

import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.client.Config;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What leads to a cluster, and nothing that would show there who the gateway is: no token, password or certificate, no program that
 * has them, and no file from which they are read again when the cluster refuses a request.
 */
final class Way {
    private Way() {}

    /** As a kubeconfig says of a cluster. */
    static Config of(Cluster said, String namespace, Path file) {
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

    /** That of the cluster that this process runs in. */
    static Config of(Config own) {
        Config way = Config.empty();
        way.setMasterUrl(own.getMasterUrl());
        way.setNamespace(own.getNamespace());
        way.setCaCertFile(own.getCaCertFile());
        way.setCaCertData(own.getCaCertData());
        return way;
    }

    private static @Nullable String beside(Path file, @Nullable String said) {
        return said == null ? null : file.toAbsolutePath().resolveSibling(said).toString();
    }
}
