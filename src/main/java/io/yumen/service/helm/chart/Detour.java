package io.yumen.service.helm.chart;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way through the operator's proxy, but for this machine itself, as Helm does it. Safe for many threads. */
final class Detour extends ProxySelector {
    private final List<Proxy> proxy;

    /** @param proxy null where everything is reached straight */
    Detour(@Nullable URI proxy) {
        this.proxy = List.of(
                proxy == null
                        ? Proxy.NO_PROXY
                        : new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), port(proxy))));
    }

    @Override
    public List<Proxy> select(URI url) {
        String host = String.valueOf(url.getHost());
        boolean isHere = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        return isHere ? List.of(Proxy.NO_PROXY) : proxy;
    }

    @Override
    public void connectFailed(URI url, SocketAddress address, IOException failure) {
        // The failure of the request tells it.
    }

    private static int port(URI proxy) {
        return proxy.getPort() >= 0 ? proxy.getPort() : proxy.getScheme().equals("https") ? 443 : 80;
    }
}
