package io.yumen.bench;

import com.vladsch.flexmark.html2md.converter.FlexmarkHtmlConverter;
import io.github.furstenheim.CopyDown;
import io.yumen.service.awsdocs.html.HtmlReader;
import io.yumen.service.awsdocs.markdown.MarkdownWriter;
import io.yumen.service.awsdocs.page.Address;
import io.yumen.service.awsdocs.page.PageLimits;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
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
 * A page of the AWS documentation of 2 MB, made Markdown: by us, and by the two libraries that do so in Java. Its table is of the shape of the
 * largest that AWS has, the actions of a service, with cells that span rows.
 *
 * <p>Defends: at most a tenth of the time that the slowest of them needs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class ConvertPage {
    private static final int BYTES = 2 << 20;
    private static final double SHARE = 0.1;

    /** Conditions of an action. */
    private static final int KEYS = 12;

    private final HtmlReader reader = new HtmlReader(PageLimits.DEFAULT);
    private final MarkdownWriter writer = new MarkdownWriter(PageLimits.DEFAULT);
    private final FlexmarkHtmlConverter flexmark =
            FlexmarkHtmlConverter.builder().build();
    private final CopyDown copyDown = new CopyDown();
    private final Address address = Address.of("https://docs.aws.amazon.com/harbor/latest/reference/list.html");
    private String page = "";

    /** Runs it and compares. */
    public static void main(String[] arguments) throws RunnerException {
        Map<String, Double> least = new HashMap<>();
        Options options =
                new OptionsBuilder().include(ConvertPage.class.getName()).build();
        for (RunResult result : new Runner(options).run()) {
            String name = result.getParams().getBenchmark();
            least.put(
                    name.substring(name.lastIndexOf('.') + 1),
                    result.getPrimaryResult().getStatistics().getMin());
        }
        double ours = least.getOrDefault("ours", Double.NaN);
        double quick = least.getOrDefault("flexmark", Double.NaN);
        double slow = least.getOrDefault("copyDown", Double.NaN);
        System.out.printf(
                "a page of 2 MB, least disturbed: ours %.0f ms, flexmark %.0f ms, copy_down %.0f ms; ours is %.3f times flexmark%n",
                ours, quick, slow, ours / quick);
        Verdicts verdicts = new Verdicts();
        verdicts.judge("a page of 2 MB, held against the slowest library", ours, SHARE * Math.max(quick, slow), "ms");
        verdicts.end();
    }

    @Setup
    public void fill() {
        StringBuilder text = new StringBuilder(
                "<!DOCTYPE html><html><head><title>Actions</title></head><body><div id=\"main-col-body\"><h1>Actions</h1>"
                        + "<div class=\"table-container\"><table><thead><tr><th>Action</th><th>What</th><th>Access</th>"
                        + "<th>Resources</th><th>Conditions</th><th>Dependent</th></tr></thead>");
        for (int i = 0; text.length() < BYTES; i++) {
            text.append(action(i));
        }
        page = text.append("</table></div></div></body></html>").toString();
    }

    /** Three rows, the first three cells of which are of all of them, with as many links as AWS has there. */
    private static String action(int number) {
        StringBuilder rows = new StringBuilder();
        for (int row = 0; row < 3; row++) {
            rows.append("<tr>");
            if (row == 0) {
                rows.append(
                                "<td rowspan=\"3\"><a id=\"a-%1$d\"></a><a href=\"/harbor/api/%1$d.html\">Action%1$d</a></td>"
                                        .formatted(number))
                        .append("<td rowspan=\"3\">Grants permission to do the thing number %d</td>".formatted(number))
                        .append("<td rowspan=\"3\">Write</td>");
            }
            rows.append("<td><p><a href=\"#r-%1$d\">berth-%1$d*</a></p></td><td>".formatted(number));
            for (int key = 0; key < KEYS; key++) {
                rows.append("\n    <p><a href=\"#harbor-condition-key-%1$d\">harbor:ConditionKey%1$d/${TagKey}</a></p>"
                        .formatted(key));
            }
            rows.append("</td><td></td></tr>\n");
        }
        return rows.toString();
    }

    @Benchmark
    @Warmup(iterations = 20)
    @Measurement(iterations = 10)
    public String ours() {
        return writer.write(reader.read(page, address)).text();
    }

    @Benchmark
    @Warmup(iterations = 5)
    @Measurement(iterations = 5)
    public String flexmark() {
        return flexmark.convert(page);
    }

    /** It works for so long that it is warm for nearly all of that. */
    @Benchmark
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    public String copyDown() {
        return copyDown.convert(page);
    }
}
