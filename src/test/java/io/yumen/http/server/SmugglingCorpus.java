package io.yumen.http.server;

import java.util.stream.Stream;

/** Requests that two readers could take apart in two ways, each without what somebody would hide behind it. */
public final class SmugglingCorpus {
    private SmugglingCorpus() {}

    /** All of them, to a host {@code h}; each byte a character. */
    public static Stream<String> requests() {
        Stream<String> afterHost = Stream.of(framings(), chunks(), heads()).flatMap(part -> part);
        return Stream.concat(afterHost.map(rest -> "POST / HTTP/1.1\r\nHost: h\r\n" + rest), lines());
    }

    private static Stream<String> framings() {
        return Stream.of(
                "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\u0000\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: gzip\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding:\r\n\r\n0\r\n\r\n",
                "X: y\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "\tTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "Content-Length: 1, 2\r\n\r\nab",
                "Content-Length: +1\r\n\r\na",
                "Content-Length: -1\r\n\r\na",
                "Content-Length: 1a\r\n\r\na",
                "Content-Length: 0x1\r\n\r\na",
                "Content-Length: 1 1\r\n\r\na",
                "Content-Length: 1.0\r\n\r\na",
                "Content-Length: 99999999999999999999\r\n\r\na",
                "Content-Length:\r\n\r\na",
                "Content-Length : 1\r\n\r\na",
                "Content-Length: 1\u0000\r\n\r\na",
                "Content-Length: \u0661\r\n\r\na",
                "Content_Length: 4\r\n\r\n",
                "Transfer_Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Content_Length: 1\r\nContent-Length: 4\r\n\r\nabcd",
                "content_length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer_Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "Expect: 100-continue\r\nContent_Length: 4\r\n\r\n",
                "Expect: 100-continue\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Expect: 100-continue\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab");
    }

    private static Stream<String> chunks() {
        return Stream.of(
                        "g\r\n",
                        "-1\r\n",
                        "+1\r\na\r\n",
                        "0x1\r\na\r\n",
                        " 1\r\na\r\n",
                        "1 \r\na\r\n",
                        "1\na\r\n",
                        "1\r\na\n0\r\n\r\n",
                        "1\r\naXX0\r\n\r\n",
                        "1\r\nab\r\n0\r\n\r\n",
                        "1;a\nb\r\nx\r\n0\r\n\r\n",
                        "1;a\rb\r\nx\r\n0\r\n\r\n",
                        "\r\n",
                        "ffffffff\r\n",
                        "7fffffff\r\n",
                        "100000000\r\n",
                        "fffffffffffffffff\r\n",
                        "00000000000000000001\r\na\r\n",
                        "0\r\nX: y\r\nnot a header\r\n\r\n",
                        "0\r\n\n")
                .map(body -> "Transfer-Encoding: chunked\r\n\r\n" + body);
    }

    private static Stream<String> heads() {
        return Stream.of(
                "no colon\r\n\r\n",
                ": empty\r\n\r\n",
                "Sp ace: x\r\n\r\n",
                "Name\u0000: x\r\n\r\n",
                "Name: a\u0000b\r\n\r\n",
                "Name: a\rb\r\n\r\n",
                "Name: a\nB: c\r\n\r\n",
                "Name: a\r\n folded\r\n\r\n",
                "Name: a\u0001b\r\n\r\n",
                "Host: other\r\n\r\n",
                "N\u00e4me: x\r\n\r\n",
                "(Name): x\r\n\r\n");
    }

    private static Stream<String> lines() {
        return Stream.of(
                "POST / HTTP/1.1\r\n\r\n",
                "POST / HTTP/1.1\nHost: h\n\n",
                "POST  / HTTP/1.1\r\nHost: h\r\n\r\n",
                "POST / HTTP/1.1 \r\nHost: h\r\n\r\n",
                "POST /\r\nHost: h\r\n\r\n",
                "POST / HTTP/1.0\r\nHost: h\r\n\r\n",
                "POST / HTTP/2.0\r\nHost: h\r\n\r\n",
                "POST / http/1.1\r\nHost: h\r\n\r\n",
                "POST /a b HTTP/1.1\r\nHost: h\r\n\r\n",
                "POST /a\tb HTTP/1.1\r\nHost: h\r\n\r\n",
                "POST /\u0000 HTTP/1.1\r\nHost: h\r\n\r\n",
                "POST a HTTP/1.1\r\nHost: h\r\n\r\n",
                "POST * HTTP/1.1\r\nHost: h\r\n\r\n",
                "POST http://other/ HTTP/1.1\r\nHost: h\r\n\r\n",
                "CONNECT h:80 HTTP/1.1\r\nHost: h:80\r\n\r\n",
                "P(ST / HTTP/1.1\r\nHost: h\r\n\r\n",
                " POST / HTTP/1.1\r\nHost: h\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h h\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h/x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h@x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost:\r\n\r\n",
                "POST /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: h\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(17_000) + "\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\n" + "A: b\r\n".repeat(4000) + "\r\n");
    }
}
