package io.yumen.app;

import io.yumen.connect.Bridge;
import io.yumen.connect.ConnectConfig;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;

/** Makes bridges from a pipe to a gateway that runs elsewhere. */
public final class Bridges {
    private Bridges() {}

    /** A bridge to that gateway, whose URL is the user's own and may be any. */
    public static Bridge to(ConnectConfig config) {
        return new Bridge(config, RelayClient.create(RelayClientConfig.defaults()));
    }
}
