package io.yumen.service.helm.chart;

import io.yumen.catalogue.RetryAfter;
import io.yumen.http.HttpException;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;
import io.yumen.service.ToolFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.regex.Pattern;

/** What went wrong with a repository or registry that was asked, told so that a model knows what to do. */
final class RepositoryMishaps {
    /** What the JDK says of a body that is larger than it may be. */
    private static final String TOO_LARGE = "exceeds capacity";

    private static final String ALLOW =
            "Where it is meant, an operator names the host, or its network, in \"allowedHosts\" of \"helm\"";

    private static final Pattern QUERY = Pattern.compile("[?#].*");
    private static final Pattern USER = Pattern.compile("//[^/]*@");

    private RepositoryMishaps() {}

    /** The answer is none that helps. */
    static ToolFailure refused(RepositoryClient.Wanted wanted, Reply reply) {
        int status = reply.status();
        String of = "\"" + wanted.name() + "\"";
        Duration pause = RetryAfter.of(reply.headers().find("Retry-After"));
        return switch (status) {
            case 401, 403 ->
                new ToolFailure(
                        "forbidden",
                        of + " lets nobody in with what it was told (HTTP " + status
                                + "); an operator sets its \"username\" and \"password\"",
                        Duration.ZERO);
            case 404, 410 ->
                new ToolFailure(
                        "failed",
                        of + " has nothing at " + wanted + " (HTTP " + status
                                + "); an operator looks whether its \"url\" is right",
                        Duration.ZERO);
            case 429 -> new ToolFailure("busy", of + " is asked too often (HTTP 429); try again later", pause);
            default ->
                status >= 500
                        ? new ToolFailure("unreachable", of + " fails (HTTP " + status + "); try again later", pause)
                        : new ToolFailure("failed", of + " answers HTTP " + status + " at " + wanted, Duration.ZERO);
        };
    }

    /** It did not answer in that time. */
    static ToolFailure slow(RepositoryClient.Wanted wanted) {
        return new ToolFailure(
                "timeout",
                "\"" + wanted.name() + "\" did not answer within " + RepositoryClient.LONGEST.toSeconds()
                        + " seconds; try again later",
                Duration.ofSeconds(30));
    }

    /** It could not be asked, or its answer not be read. */
    static ToolFailure of(RepositoryClient.Wanted wanted, HttpException failure) {
        String said = PlainText.echo(String.valueOf(failure.getMessage()));
        return switch (failure.code()) {
            case TIMED_OUT -> slow(wanted);
            case TOO_LARGE -> large(wanted);
            case ADDRESS_REFUSED ->
                new ToolFailure(
                        "strange",
                        "\"" + wanted.name() + "\" leads to " + wanted + ", which is not gone to. " + said + ". "
                                + ALLOW,
                        Duration.ZERO);
            case CANCELLED -> throw RpcException.cancelled();
            case CONNECT_FAILED, DNS_FAILED, TLS_FAILED, PROTOCOL, CLOSED, BUSY, CLIENT_GONE, REFUSED, CANNOT_LISTEN ->
                unreachable(wanted, said);
        };
    }

    /** It leads through a proxy, unencrypted, to a name that only the proxy can resolve. */
    static ToolFailure unencrypted(RepositoryClient.Wanted wanted) {
        return new ToolFailure(
                "strange",
                "\"" + wanted.name() + "\" leads to " + wanted
                        + ", which is not gone to: it is not encrypted, and does not resolve here. Where it is meant, "
                        + "an operator names the host in \"allowedHosts\" of \"helm\"",
                Duration.ZERO);
    }

    /** It could not be asked through a proxy, or its answer not be read. */
    static ToolFailure unreached(RepositoryClient.Wanted wanted, Throwable cause) {
        String said = reason(cause);
        return said.contains(TOO_LARGE) ? large(wanted) : unreachable(wanted, PlainText.echo(said));
    }

    private static ToolFailure large(RepositoryClient.Wanted wanted) {
        return new ToolFailure(
                "too_large",
                "What \"" + wanted.name() + "\" answers is larger than the " + (wanted.mostBytes() >> 20)
                        + " MiB that are read",
                Duration.ZERO);
    }

    private static ToolFailure unreachable(RepositoryClient.Wanted wanted, String why) {
        return new ToolFailure(
                "unreachable",
                "\"" + wanted.name() + "\" cannot be reached at " + wanted + ": " + why + "; try again later",
                Duration.ofSeconds(30));
    }

    /** It leads from one address to the next. */
    static ToolFailure astray(RepositoryClient.Wanted wanted) {
        return new ToolFailure(
                "strange", "\"" + wanted.name() + "\" leads from one address to the next, without end", Duration.ZERO);
    }

    /** It leads to somewhere that is not gone to. */
    static ToolFailure astray(RepositoryClient.Wanted from, String location) {
        return new ToolFailure(
                "strange",
                "\"" + from.name() + "\" leads to " + shown(location) + ", which is not gone to",
                Duration.ZERO);
    }

    /** The certificates that it is believed by cannot be read. */
    static ToolFailure unreadable(IOException failure) {
        return new ToolFailure(
                "failed",
                "An operator's \"caFile\" cannot be read: " + PlainText.echo(String.valueOf(failure.getMessage())),
                Duration.ZERO);
    }

    /** Without user information and query, which may be secrets; what is no address may have them anywhere. */
    private static String shown(String location) {
        try {
            URI url = new URI(location);
            String plain = url.isOpaque()
                    ? url.getScheme() + ":..."
                    : USER.matcher(QUERY.matcher(location).replaceFirst("")).replaceFirst("//");
            return PlainText.echo(plain);
        } catch (URISyntaxException e) {
            return "an address that cannot be read";
        }
    }

    /** The JDK often says it in a cause, or by the name of its class alone. */
    private static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "there is no such host";
            }
            if (cause.getMessage() != null) {
                return cause.getMessage();
            }
        }
        return failure instanceof ConnectException
                ? "connection refused"
                : failure.getClass().getSimpleName();
    }
}
