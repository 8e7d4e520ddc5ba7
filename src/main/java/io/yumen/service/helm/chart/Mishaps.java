package io.yumen.service.helm.chart;

import io.yumen.protocol.PlainText;
import io.yumen.service.ToolFailure;
import io.yumen.service.helm.worker.Job;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** What went wrong with Helm, told so that a model knows what to do. */
final class Mishaps {
    private static final int LONGEST = 2_000;

    private static final List<Known> KNOWN = List.of(
            known("is not served here", "forbidden", "An operator's rules leave out what this needs"),
            known("template: |parse error at|execution error at|error calling", "refused", "The chart does not render"),
            known(
                    "cache/repository/[^ ]*-index\\.yaml|no cached repo found",
                    "strange",
                    "The index of the repository cannot be read; an operator looks whether its \"url\" is right"),
            known("YAML parse error|error converting YAML", "refused", "The chart renders to what is no YAML"),
            known(
                    "\\b429\\b|[Tt]oo [Mm]any [Rr]equests|toomanyrequests",
                    "busy",
                    "What Helm asked is asked too often; try again later"),
            known(
                    "decompressed chart is larger|maximum (?:decompressed|file) size",
                    "too_large",
                    "The chart is larger than Helm reads; ask for another version"),
            known(
                    "gzip: invalid|gzipped archive|invalid tar|unexpected EOF|Chart.yaml file is missing|no files in chart"
                            + "|flate: corrupt",
                    "strange",
                    "What the repository gives is no chart; ask for another version, or tell whoever keeps the repository"),
            known(
                    "cannot re-use a name that is still in use",
                    "conflict",
                    "A release of that name exists in this namespace; release_upgrade changes it, release_get tells of it"),
            known(
                    "another operation .* is in progress",
                    "conflict",
                    "Another change of this release is under way, or one was cut off; release_history tells since when. Where nobody"
                            + " works on it any more, release_rollback to a revision that was deployed goes on from there"),
            known(
                    "has no deployed releases|release: not found",
                    "not_found",
                    "There is no such release in this namespace that was ever deployed; release_list tells which there are,"
                            + " release_install makes one"),
            known("values don't meet the specifications", "refused", "The values do not fit what the chart wants"),
            known(
                    "no chart version found|could not locate a version matching|improper constraint",
                    "not_found",
                    "The chart has no such version; chart_search with \"versions\" lists those that there are"),
            known(
                    "no chart name found|not found in .* index|: not found|status code 404|(?:manifest|name) unknown|404 Not Found",
                    "not_found",
                    "There is no such chart"),
            known(
                    "\\b401\\b|403 Forbidden|[Uu]nauthorized|no basic auth|authentication required",
                    "forbidden",
                    "The repository lets nobody in with what it was told; an operator sets \"username\" and \"password\" of the"
                            + " repository"),
            known(
                    "timed out waiting|context deadline exceeded",
                    "timeout",
                    "What was made was not ready in time; release_get tells how it is"),
            known(
                    "connection refused|no such host|i/o timeout|connection reset|EOF|server misbehaving|tls:|x509:|50[0234] ",
                    "unreachable",
                    "What Helm asked cannot be reached"),
            known(
                    "unable to build kubernetes objects|unable to continue with",
                    "refused",
                    "The cluster does not take what the chart makes"));

    private Mishaps() {}

    /** The failure of what Helm says; it goes through the redaction of all answers by whoever tells it. */
    static ToolFailure of(String said) {
        String words = PlainText.lines(said.length() > LONGEST ? said.substring(0, LONGEST) + " ..." : said);
        for (Known known : KNOWN) {
            if (known.pattern().matcher(said).find()) {
                return new ToolFailure(known.code(), known.advice() + ". Helm says: " + words, Duration.ZERO);
            }
        }
        return new ToolFailure("failed", "Helm could not do it: " + words, Duration.ZERO);
    }

    static ToolFailure tooLong(Job job, Duration deadline) {
        String left = switch (job.deed()) {
            case INSTALL, UPGRADE, UNINSTALL, TEST ->
                "; release_history tells how far it came, and a change that was cut off is taken up by release_rollback";
            case SEARCH, SHOW, LINT, TEMPLATE -> "; try again, or ask for another chart";
        };
        return new ToolFailure(
                "timeout",
                "Helm was ended after " + deadline.toSeconds() + " seconds without an answer" + left,
                Duration.ZERO);
    }

    static ToolFailure ended(String how) {
        return new ToolFailure("failed", "The process of Helm failed: " + PlainText.echo(how), Duration.ZERO);
    }

    private static Known known(String pattern, String code, String advice) {
        return new Known(Pattern.compile(pattern), code, advice);
    }

    private record Known(Pattern pattern, String code, String advice) {}
}
