package io.yumen.audit.sink;

import io.yumen.http.Headers;
import io.yumen.http.HttpException;
import io.yumen.http.client.CallControl;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayRequest;
import io.yumen.http.client.RelayResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Posts records as lines of JSON. What was answered with 2xx has arrived; whatever else is sent again, and may arrive twice. */
final class HttpLines implements Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(HttpLines.class);
    private static final String TYPE = "Content-Type";
    private static final String FORM = "application/x-ndjson";

    /** Such a receiver will never take them. */
    private static final Set<Integer> NEVER = Set.of(400, 413, 415, 422);

    private final Destination.Http where;
    private final Duration timeout;
    private final RelayClient client;
    private volatile @Nullable CallControl call;

    HttpLines(Destination.Http where, Duration timeout) {
        this.where = where;
        this.timeout = timeout;
        this.client = where.client().get();
    }

    @Override
    public int send(List<byte[]> records) throws IOException {
        int status = post(lines(records));
        if (status / 100 == 2) {
            return 0;
        }
        if (!NEVER.contains(status)) {
            throw new IOException(where + " answers " + status);
        }
        if (records.size() == 1) {
            return 1;
        }
        // One of them may be the reason for all.
        int half = records.size() / 2;
        return send(records.subList(0, half)) + send(records.subList(half, records.size()));
    }

    @Override
    public void close() {
        CallControl underWay = call;
        if (underWay != null) {
            underWay.cancel();
        }
        client.close();
    }

    private int post(byte[] body) throws IOException {
        CallControl control = CallControl.within(timeout);
        call = control;
        Headers headers =
                where.headers().has(TYPE) ? where.headers() : where.headers().with(TYPE, FORM);
        try (RelayResponse response = client.send(RelayRequest.post(where.endpoint(), headers, body), control)) {
            readToEnd(response);
            return response.status();
        } catch (HttpException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** What it says beside the status is nothing to us; read, so that the connection serves the next request. */
    private static void readToEnd(RelayResponse response) {
        try {
            response.body(SinkLimits.ANSWER_BYTES);
        } catch (HttpException e) {
            LOG.atDebug().setCause(e).log("The answer of an audit sink has no end");
        }
    }

    private static byte[] lines(List<byte[]> records) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] record : records) {
            all.writeBytes(record);
            all.write('\n');
        }
        return all.toByteArray();
    }
}
