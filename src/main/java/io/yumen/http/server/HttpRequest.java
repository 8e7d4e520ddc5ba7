package io.yumen.http.server;

import io.yumen.http.Headers;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** One request, as the client sent it. For the thread of its handler, except where a method says otherwise. */
public interface HttpRequest {
    /** The method, such as {@code POST}. */
    String method();

    /** The path as sent, still percent-encoded; begins with a slash. */
    String path();

    /** What follows the question mark, still percent-encoded; empty when there is nothing. */
    String query();

    /** The first query parameter of this name, decoded. */
    Optional<String> queryParameter(String name);

    /** All header fields. Bytes beyond ASCII in a value have become U+FFFD. */
    Headers headers();

    /** The first header of this name. */
    default Optional<String> header(String name) {
        return headers().first(name);
    }

    /** Where the client is: the peer of the connection, or whom a proxy that is believed calls so. */
    InetSocketAddress remoteAddress();

    /** Whether the client's connection is encrypted, up to us or up to a proxy that is believed. */
    boolean secure();

    /**
     * Whether somebody between the client and this machine can listen in: what came from beyond it was not encrypted, or a
     * proxy that is believed says so.
     */
    boolean exposed();

    /** The certificate by which the client showed in the handshake who he is; only one that we believe, and none of a proxy. */
    Optional<X509Certificate> clientCertificate();

    /**
     * The whole body; empty when there is none. Read once, then remembered.
     *
     * @throws io.yumen.http.RequestRefused 413 over {@link HttpServerLimits#bodyBytes}, 400 when it is malformed
     * @throws io.yumen.http.ClientGone when the client left in the middle or was slower than {@link
     *     HttpServerLimits#bodyTimeout} (it was answered with 408)
     */
    byte[] body();

    /**
     * Has the action called once when the client closes or resets the connection before this request is answered. A
     * client that only closes its sending side counts as gone. Costs nothing for requests that are answered within a
     * fifth of a second: only then does anybody look; from there on it is seen at once.
     *
     * <p>Needs the body to be read; until then it waits. The action runs on another thread and must be brief: set a
     * flag, cancel a call, interrupt a thread. Never begun after the handler returned. Any thread may register.
     */
    void onDisconnect(Runnable action);
}
