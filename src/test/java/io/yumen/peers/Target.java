package io.yumen.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The servers that reach one system: Yumen's is the first. */
record Target(String system, List<StdioServer> servers) implements AutoCloseable {
    /** The configuration of a gateway with one service. */
    static Path configuration(Path folder, String service, String more) throws IOException {
        return Files.writeString(
                folder.resolve(service + ".json"),
                "{\"mcpServers\": {\"it\": {\"service\": \"" + service + "\", \"mode\": \"full\"" + more + "}}}");
    }

    @Override
    public void close() {
        servers.forEach(StdioServer::close);
    }
}
