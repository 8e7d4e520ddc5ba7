package io.yumen.service.awsdocs.upstream;

import io.yumen.http.HttpException;
import io.yumen.http.HttpException.Code;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;
import java.util.Map;

/** Why there is no answer, or none that can be used, in sentences that name the cause. */
final class Refusals {
    /** What came of a request; {@code @} stands for the host. */
    private static final Map<Code, String> CAUSES = Map.of(
            Code.CONNECT_FAILED, "@ cannot be reached; try again later",
            Code.DNS_FAILED, "the name @ does not resolve here",
            Code.ADDRESS_REFUSED, "the address that @ has here is not gone to: only public ones are, by https",
            Code.TLS_FAILED, "@ does not show that it is who it should be",
            Code.PROTOCOL, "the answer of @ breaks the rules of HTTP",
            Code.CLOSED, "the connection to @ broke off in the middle of the answer; try again later",
            Code.BUSY, "too many requests wait for @ already; try again later");

    private Refusals() {}

    static UpstreamFailed of(HttpException failure, Site site, SitesLimits limits, Trip trip) {
        return switch (failure.code()) {
            case TIMED_OUT -> trip.late();
            case CANCELLED -> throw RpcException.cancelled();
            case TOO_LARGE -> trip.failed(large(limits));
            default -> {
                String said = PlainText.echo(String.valueOf(failure.getMessage()));
                yield trip.failed(CAUSES.getOrDefault(failure.code(), said).replace("@", site.host()));
            }
        };
    }

    static String large(SitesLimits limits) {
        return "the answer is larger than the " + limits.bytes() + " bytes that are read";
    }

    static UpstreamFailed of(Answer answer, Trip trip) {
        return trip.answered(answer.status(), reason(answer), answer.pause());
    }

    private static String reason(Answer answer) {
        String host = answer.at().site().host();
        return switch (answer.status()) {
            case 401, 403 -> host + " refuses it to everybody";
            case 404, 410 -> host + " has nothing there";
            case 429 -> host + " is asked too often; try again later";
            default -> answer.status() >= 500 ? host + " fails; try again later" : host + " gives no answer with that";
        };
    }
}
