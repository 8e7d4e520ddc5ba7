package io.yumen.service.awsdocs.demo;

import io.yumen.http.server.HttpServer;
import io.yumen.http.server.HttpServerConfig;
import java.net.URI;

/**
 * The sites of AWS's documentation as a server on this machine: each below the address, under its own name, as in
 * {@code http://127.0.0.1:40000/docs.aws.amazon.com/harbor/latest/guide/welcome.html}. Runs until it is closed.
 */
public final class DemoSite implements AutoCloseable {
    private final HttpServer server;

    private DemoSite(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts at a free port.
     *
     * @throws io.yumen.http.CannotListen where there is none
     */
    public static DemoSite start() {
        return start(0);
    }

    /** Starts at that port. */
    public static DemoSite start(int port) {
        DemoDesk desk = new DemoDesk();
        return new DemoSite(HttpServer.start(HttpServerConfig.loopback(port), (request, response) -> {
            DemoDesk.Reply reply = desk.answer(new DemoDesk.Question(
                    request.method(), request.path(), request.query(), request.headers(), request.body()));
            response.send(reply.status(), reply.headers(), reply.body());
        }));
    }

    /** Below which the sites are; without a slash at its end. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    @Override
    public void close() {
        server.close();
    }
}
