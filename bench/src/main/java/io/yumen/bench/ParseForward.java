package io.yumen.bench;

import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.Message;
import io.yumen.protocol.MessageCodec;
import io.yumen.protocol.RequestId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Reading a {@code tools/call} strictly, giving it another id, and writing it: what every relayed call pays twice.
 *
 * <p>Defends: a small share of what a relayed call costs, which is about 50 us.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ParseForward {
    private static final Map<String, Double> LIMITS = Map.of("240", 5_000.0, "11000", 120_000.0);

    @Param({"240", "11000"})
    int bytes;

    private final MessageCodec codec = new MessageCodec(JsonLimits.DEFAULT);
    private byte[] message = new byte[0];

    /** Runs it and compares. */
    public static void main(String[] arguments) throws RunnerException {
        Verdicts verdicts = new Verdicts();
        Options options =
                new OptionsBuilder().include(ParseForward.class.getName()).build();
        for (RunResult result : new Runner(options).run()) {
            String bytes = result.getParams().getParam("bytes");
            verdicts.judge(
                    "read and write " + bytes + " bytes, least disturbed",
                    result.getPrimaryResult().getStatistics().getMin(),
                    LIMITS.get(bytes),
                    "ns");
        }
        verdicts.end();
    }

    @Setup
    public void fill() {
        String start =
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"server_echo\",\"arguments\":{\"items\":[";
        StringBuilder text = new StringBuilder(start);
        for (int i = 0; text.length() < bytes - 40; i++) {
            text.append(i == 0 ? "" : ",").append("{\"key\":").append(i).append(",\"text\":\"some words\"}");
        }
        message = text.append("]}}}").toString().getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public byte[] readAndWrite() {
        Message.Request request = (Message.Request) codec.read(message);
        return codec.write(new Message.Request(RequestId.of(8), request.method(), request.params()));
    }
}
