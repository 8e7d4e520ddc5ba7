package io.yumen.faults;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Something that a client sends for a message, and how it is refused.
 *
 * @param bytes what it sends
 * @param status the status of the response
 * @param code the code of the error, or 0 where there is none
 * @param told what its message contains
 */
record HostileJson(String name, byte[] bytes, int status, int code, String told) {
    private static final int NOT_JSON = -32700;
    private static final int NO_REQUEST = -32600;
    private static final int TOO_LARGE = 5 << 20;
    private static final int TOO_MANY = 100_001;

    /** All that we know of. */
    static List<HostileJson> corpus() {
        return List.of(
                broken("nothing", "", "empty"),
                broken("blanks", "  \n ", ""),
                broken("half an object", "{\"jsonrpc\":\"2.0\",\"id\":1", "not valid JSON"),
                broken("two documents", "{}{}", ""),
                broken("rest after the end", call("\"x\"") + "]", ""),
                broken("single quotes", "{'jsonrpc':'2.0'}", "not valid JSON"),
                broken("comment", "{/* */}", "not valid JSON"),
                broken("trailing comma", "{\"a\":1,}", "not valid JSON"),
                broken("not a number", call("NaN"), "not valid JSON"),
                broken("infinity", call("-Infinity"), "not valid JSON"),
                broken("leading zero", call("01"), "not valid JSON"),
                broken("control character in a string", call("\"\u0001\""), "not valid JSON"),
                broken("the same key twice", "{\"id\":1,\"id\":2}", ""),
                broken("the same key twice, below", call("{\"a\":1,\"a\":2}"), ""),
                broken("half a surrogate pair", call("\"\\ud800\""), ""),
                broken("the wrong half first", call("\"\\udc00\\ud800\""), ""),
                broken("number without end", call("1".repeat(5000)), ""),
                broken("exponent without measure", call("1e" + "9".repeat(200)), ""),
                broken("exponent that nothing can hold", call("1e-" + "9".repeat(20)), "exponent"),
                broken("deep arrays", call("[".repeat(100_000)), ""),
                broken("deep objects", call("{\"a\":".repeat(1000) + "1" + "}".repeat(1000)), ""),
                broken("many keys", call(keys()), ""),
                new HostileJson("overlong UTF-8", bytes(call("\"\u00c0\u00af\""), true), 400, NOT_JSON, "UTF-8"),
                new HostileJson("UTF-16", call("1").getBytes(StandardCharsets.UTF_16LE), 400, NOT_JSON, ""),
                new HostileJson("zeros", new byte[100], 400, NOT_JSON, ""),
                strange("a string", "\"tools/list\""),
                strange("a number", "7"),
                strange("nothing in a batch", "[]"),
                strange("no message in a batch", "[1,2]"),
                strange("another version", "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}"),
                strange("a number for a version", "{\"jsonrpc\":2.0,\"id\":1,\"method\":\"ping\"}"),
                strange("an object for an id", "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}"),
                strange("a fraction for an id", "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}"),
                strange("null for an id", "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}"),
                strange("a number for a method", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}"),
                strange(
                        "a string for parameters",
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":\"x\"}"),
                strange("neither", "{\"jsonrpc\":\"2.0\",\"id\":1}"),
                strange("both", "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"error\":{\"code\":1,\"message\":\"\"}}"),
                new HostileJson("too large", bytes("[" + " ".repeat(TOO_LARGE) + "]", false), 413, 0, ""));
    }

    private static HostileJson broken(String name, String text, String told) {
        return new HostileJson(name, bytes(text, false), 400, NOT_JSON, told);
    }

    private static HostileJson strange(String name, String text) {
        return new HostileJson(name, bytes(text, false), 400, NO_REQUEST, "");
    }

    private static byte[] bytes(String text, boolean isLatin) {
        return text.getBytes(isLatin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    private static String call(String argument) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"echo\",\"arguments\":{\"message\":"
                + argument + "}}}";
    }

    private static String keys() {
        StringBuilder keys = new StringBuilder("{\"k\":0");
        for (int i = 0; i < TOO_MANY; i++) {
            keys.append(",\"k").append(i).append("\":0");
        }
        return keys.append('}').toString();
    }
}
