package io.yumen.audit;

import io.yumen.schema.Doc;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The members of a record, as the description of the operations API has them and docs/audit.md explains them; what is not known is left
 * out. Records are trees from where they are made to where they are read, so that what is bound is what is shown: this says what
 * may be in them, and tests hold what is written against it.
 */
public record AuditRecord(
        @Doc("The number of the record; none is left out and none comes twice")
        long seq,

        @Doc("UTC, when it ended, or was about to be done") String time,

        @Doc(
                "call, refusal, order, login or notice; file, opened, sealed, gap, checkpoint, removed and closed are of the trail itself")
        String kind,

        @Doc("Whether it was about to be done, or is over") Entry.@Nullable Stage stage,

        @Doc("Of whom the caller is") @Nullable String tenant,
        @Doc("Who it was") @Nullable String principal,

        @Doc("Name and version as the client claims them; of a login, the id of the OAuth client") @Nullable
        String client,

        @Doc("The wire") @Nullable String transport,
        @Doc("From where it came") @Nullable String address,
        @Doc("How it was shown who it is") @Nullable String auth,

        @Doc("By which key, certificate or token; never the secret") @Nullable
        String credential,

        @Doc("The caller's roles") @Nullable List<String> roles,

        @Doc("The method of MCP, or of HTTP where it did not come so far; of a login, what was done") @Nullable
        String method,

        @Doc("The endpoint, or the path of HTTP, without its query") @Nullable
        String place,

        @Doc("The server that it was for") @Nullable String server,

        @Doc("The tool, resource or prompt as that server calls it; of a task, the tool that began it") @Nullable
        String name,

        @Doc("What is recorded of the arguments") @Nullable Called arguments,
        @Doc("The trace that it belongs to") @Nullable String trace,

        @Doc("What the policy said: allowed or denied") @Nullable
        String decision,

        @Doc("The rule that said it") @Nullable String rule,

        @Doc("How it ended") Outcome.@Nullable Word outcome,

        @Doc("The code of the error, or the status of HTTP, where it failed") @Nullable
        Integer code,

        @Doc("Of a refusal: one word for why somebody did not come in") @Nullable
        String reason,

        @Doc("How long it took, in microseconds") @Nullable Long micros,

        @Doc("Of a file: the trail that it belongs to") @Nullable
        String trail,

        @Doc("Of a file: its number") @Nullable Integer file,
        @Doc("Of a file: the id of the key") @Nullable String key,
        @Doc("Of a file: the form of its lines") @Nullable Integer format,

        @Doc("Of an opened trail: the id of the process that writes it") @Nullable
        Long process,

        @Doc("Of an opened trail: why nothing could be recorded until then") @Nullable
        String after,

        @Doc("Of an opened trail: the number of the last record that there should be, where some are missing") @Nullable
        Long missing,

        @Doc("Of a sealed end: how many bytes stood there that are no record") @Nullable
        Long bytes,

        @Doc("Of a sealed end: their digest") @Nullable String sha256,

        @Doc("Of a gap, and of a checkpoint: how many records were lost") @Nullable
        Long lost,

        @Doc("Of a checkpoint: how many records there are") @Nullable
        Long records,

        @Doc("Where files were removed: the number of the oldest that is left") @Nullable
        Integer begins,

        @Doc("The digest of the record before it") String prev,

        @Doc("What binds the record, made with the key of the trail")
        String mac) {

    /** What is recorded of the arguments of a call. */
    public record Called(
            @Doc("The same arguments have the same; without the key nobody can guess") @Nullable
            String digest,

            List<String> names,

            @Doc("Those that audit.arguments names") @Nullable
            ObjectNode values) {}
}
