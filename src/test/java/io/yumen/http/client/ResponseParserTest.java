package io.yumen.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.http.HttpException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever bytes a server sends, and however they are cut: a response, or a failure that has a name. */
final class ResponseParserTest {
    private static final String[] PARTS = {
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.0 204 No Content\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "Content-Length: 5\r\n",
        "Content-Length: 0\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Connection: close\r\n",
        "X: y\r\n",
        "\r\n",
        "\r\n\r\n",
        "5\r\nhello\r\n",
        "0\r\n\r\n",
        "0\r\nTrailer: x\r\n\r\n",
        "1;ext=1\r\na\r\n",
        "hello",
        " ",
        "\n",
        "\u0000"
    };

    @FuzzTest(maxDuration = "60s")
    void any_bytes_are_a_response_or_a_named_failure(byte[] bytes) {
        assertSameHoweverCut(bytes, bytes.length);
    }

    @Test
    void any_way_of_cutting_a_response_gives_the_same() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "" : PARTS[0]);
            for (int i = random.nextInt(9); i > 0; i--) {
                text.append(PARTS[random.nextInt(PARTS.length)]);
            }
            assertSameHoweverCut(text.toString().getBytes(StandardCharsets.ISO_8859_1), seed);
        }
    }

    private static void assertSameHoweverCut(byte[] bytes, long seed) {
        String whole = outcome(bytes, null);
        assertThat(outcome(bytes, new Random(seed))).isEqualTo(whole);
    }

    private static String outcome(byte[] bytes, Random cuts) {
        Upstream upstream = new Upstream(new Origin("http", "h", 80), CallControl.within(Duration.ofMinutes(1)));
        upstream.connected(new Replay(bytes, cuts));
        try {
            ResponseHead head = ResponseHead.read(upstream, "POST", 1000);
            ResponseBody body = new ResponseBody(upstream, head.framing());
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            byte[] some = new byte[50];
            for (int count = body.read(some, 0, 50); count >= 0; count = body.read(some, 0, 50)) {
                all.write(some, 0, count);
            }
            return head.status() + " " + head.headers() + " " + head.framing() + " " + all;
        } catch (HttpException e) {
            return e.code() + " " + e.getMessage();
        } catch (IOException e) {
            return "ended";
        }
    }

    /** Gives the bytes out in pieces. */
    private static final class Replay implements Wire {
        private final byte[] bytes;
        private final Random cuts;
        private int at;

        Replay(byte[] bytes, Random cuts) {
            this.bytes = bytes;
            this.cuts = cuts;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (at == bytes.length) {
                return -1;
            }
            int most = Math.min(length, bytes.length - at);
            int count = cuts == null ? most : 1 + cuts.nextInt(most);
            System.arraycopy(bytes, at, into, offset, count);
            at += count;
            return count;
        }

        @Override
        public void write(byte[] from, int length) {
            throw new UnsupportedOperationException("Only read");
        }

        @Override
        public boolean stale() {
            return false;
        }

        @Override
        public long trustedNanos() {
            return 0;
        }
    }
}
