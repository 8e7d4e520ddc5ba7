package io.yumen.service.kubernetes.api;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.http.HttpClient;

/** HTTP clients that follow no redirect: it would take the credentials of a cluster to wherever an answer says. */
final class StraightHttpClients extends JdkHttpClientFactory {
    @Override
    protected void additionalConfig(HttpClient.Builder builder) {
        builder.followRedirects(HttpClient.Redirect.NEVER);
    }
}
