package io.yumen.transport.http;

import io.yumen.http.Headers;
import io.yumen.http.HostName;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.Message;
import io.yumen.transport.Authenticator;
import io.yumen.transport.Refusal;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Refuses requests whose {@code Host} or {@code Origin} is not ours, on every route: a foreign page that made a browser
 * resolve its name to our address (DNS rebinding) gets 403 and nothing else. So does one that only names us, as in the
 * {@code src} of a picture: it cannot read the answer, but would take up connections of this machine's programs. Such a
 * request has no {@code Origin}; its browser says {@code Sec-Fetch-Site: cross-site}. One that has neither comes from no page
 * and passes, and so does a user who follows a link to one of our pages for people. Ports do not matter. What came from
 * another machine without encryption is refused too.
 */
public final class HostGuard implements HttpHandler {
    private static final int FORBIDDEN = 403;

    private final HttpHandler next;
    private final Authenticator authenticator;
    private final Predicate<String> pages;
    private final Set<String> hosts = new HashSet<>(HostName.LOOPBACK);
    private final Set<String> origins = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> localPages;

    /**
     * A guard before that handler.
     *
     * @param authenticator is told of what is refused
     * @param hosts names, besides the loopback ones, under which we are called
     * @param origins origins, besides those of loopback pages, that may call us, as in {@code https://app.example}
     */
    public HostGuard(HttpHandler next, Authenticator authenticator, List<String> hosts, List<String> origins) {
        this(next, authenticator, Pages.OF_THIS_MACHINE, hosts, origins);
    }

    /**
     * The pages that count for something.
     *
     * @param forPeople the paths to which other sites may send their users, who see then where they are
     * @param local whether pages of loopback origins may call us unnamed: programs of the machine that can do so anyway, but not where
     *     we serve others, whose browsers show pages of their machines
     */
    public record Pages(Predicate<String> forPeople, boolean local) {
        /** No page for people; those of this machine may call. */
        public static final Pages OF_THIS_MACHINE = new Pages(path -> false, true);
    }

    /**
     * The same, where there are pages for people.
     *
     * @param pages the pages that count for something
     */
    public HostGuard(
            HttpHandler next, Authenticator authenticator, Pages pages, List<String> hosts, List<String> origins) {
        this.next = next;
        this.authenticator = authenticator;
        this.pages = pages.forPeople();
        this.localPages = pages.local() ? HostName.LOOPBACK : Set.of();
        hosts.forEach(host -> this.hosts.add(host.toLowerCase(Locale.ROOT)));
        this.origins.addAll(origins);
    }

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        if (request.exposed()) {
            refuse(request, response, "This gateway is called over https alone: others could listen in");
            return;
        }
        String host = request.headers().find("Host");
        if (host == null || !hosts.contains(HostName.of(host))) {
            refuse(request, response, "This gateway is not called \"" + host + "\"; add the name to listen.hosts");
            return;
        }
        List<String> origins = request.headers().all("Origin");
        for (String origin : origins) {
            if (!isAllowed(origin) && !isOfPage(request.path(), origin, host)) {
                refuse(
                        request,
                        response,
                        "Pages of \"" + origin + "\" may not call this gateway; add the origin to listen.origins");
                return;
            }
        }
        if (origins.isEmpty() && isHiddenPage(request)) {
            refuse(request, response, "Pages may not call this gateway without saying their origin");
            return;
        }
        next.handle(request, response);
    }

    @Override
    public String toString() {
        return "host guard -> " + next;
    }

    private boolean isAllowed(String origin) {
        return origins.contains(origin) || isLoopbackPage(origin);
    }

    /** A form of one of our pages; the host is one of ours by then. */
    private boolean isOfPage(String path, String origin, String host) {
        return pages.test(path) && (origin.equals("https://" + host) || origin.equals("http://" + host));
    }

    /** Somebody goes to one of our pages, as seen in the address bar. */
    private boolean isVisit(HttpRequest request) {
        return request.method().equals("GET")
                && "navigate".equals(request.headers().find("Sec-Fetch-Mode"))
                && "document".equals(request.headers().find("Sec-Fetch-Dest"))
                && pages.test(request.path());
    }

    /** A foreign page that does not say which. */
    private boolean isHiddenPage(HttpRequest request) {
        return isOfForeignPage(request) && !isVisit(request);
    }

    private static boolean isOfForeignPage(HttpRequest request) {
        return "cross-site".equals(request.headers().find("Sec-Fetch-Site"));
    }

    private boolean isLoopbackPage(String origin) {
        try {
            String host = URI.create(origin).getHost();
            return host != null && localPages.contains(host.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void refuse(HttpRequest request, HttpResponse response, String reason) {
        Refusal refusal = new Refusal(FORBIDDEN, reason.replaceAll("[^\\x20-\\x7e]", "?"));
        authenticator.refused(request, "http", refusal);
        Message failure = new Message.Failure(null, refusal.error());
        response.send(FORBIDDEN, Headers.of("Content-Type", "application/json"), JsonCodec.bytes(failure.toJson()));
    }
}
