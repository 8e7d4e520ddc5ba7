package io.yumen.session;

import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last backstop: whatever was thrown becomes an error that a client may see. */
public final class Failures {
    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** The error of an answer, as it is; of anything else, which is a bug of ours, a number under which the log has it. */
    public static RpcError toError(Throwable failure) {
        if (failure instanceof RpcException answer) {
            return answer.error();
        }
        String logId = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        log.atError().addKeyValue("logId", logId).setCause(failure).log("A request failed by a bug");
        return new RpcError(ErrorCode.INTERNAL_ERROR, "Internal error (log id " + logId + ")");
    }
}
