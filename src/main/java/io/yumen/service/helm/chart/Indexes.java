package io.yumen.service.helm.chart;

import io.yumen.catalogue.cache.Question;
import io.yumen.catalogue.cache.SegmentLimits;
import io.yumen.catalogue.cache.Segments;
import io.yumen.secret.Sha256;
import io.yumen.service.Call;
import io.yumen.service.ToolFailure;
import io.yumen.tenant.Principal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The indexes of repositories, packed. Each is told again for a while; after that its repository is asked whether it is still the same.
 * Those who want one at once wait for one reading. Safe for many threads.
 */
public final class Indexes implements AutoCloseable {
    private static final String KIND = "indexes";

    /** What is kept: indexes for five minutes, 16 MiB of them, packed. */
    public static final Map<String, SegmentLimits> KINDS = Map.of(KIND, SegmentLimits.of(300, 16));

    /** How much memory one takes. */
    public static final ToIntFunction<Index> SIZE = index -> index.packed().length;

    /** The largest repositories that are known have some 20 MiB. */
    private static final int MOST_BYTES = 32 << 20;

    private static final Pattern ENTRIES = Pattern.compile("(?m)^entries:|\"entries\"\\s*:");

    private final RepositoryClient client;
    private final Segments<Index> segments;

    /** What was read last, which may be good still; one of each repository at most, beside what the segment keeps and counts. */
    private final Map<Question, Index> last = new ConcurrentHashMap<>();

    Indexes(RepositoryClient client, Segments<Index> segments) {
        this.client = client;
        this.segments = segments;
    }

    /** For one that keeps nothing. */
    public static Segments<Index> none() {
        return Segments.of(Map.of(KIND, SegmentLimits.of(0, 1)), SIZE);
    }

    /**
     * An index as it was read.
     *
     * @param packed its bytes by gzip; not changed any more
     * @param validators by which its repository knows whether it is still the same, as headers of a request
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Index(byte[] packed, Map<String, String> validators) {
        public Index {
            validators = Map.copyOf(validators);
        }
    }

    /** An index of nothing but the versions of one chart, packed, for what asks Helm which one is meant. */
    static byte[] listing(String chart, Set<String> versions) {
        ObjectNode index = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1");
        ArrayNode entries = index.putObject("entries").putArray(chart);
        for (String version : versions) {
            entries.addObject()
                    .put("name", chart)
                    .put("version", version)
                    .put("apiVersion", "v2")
                    .putArray("urls")
                    .add(chart);
        }
        return packed(index.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The index of that repository, packed. */
    byte[] of(String name, HelmConfig.Repository repository, Call call) {
        Optional<String> credential = repository.authorization();
        String by = credential
                .map(said -> HexFormat.of().formatHex(Sha256.of(said)))
                .orElse("");
        Question question = new Question(repository.url().toString(), Principal.LOCAL, by, "index.yaml");
        URI url = URI.create(repository.base() + "/index.yaml");
        RepositoryClient.Wanted wanted = new RepositoryClient.Wanted(
                name, url, repository.caFile(), Map.of(), credential.orElse(null), MOST_BYTES);
        // Also who waits for another's reading.
        call.waits(client.longest());
        return segments.get(KIND, question, call.cancellation(), () -> read(question, wanted, call))
                .packed();
    }

    @Override
    public void close() {
        segments.close();
        last.clear();
    }

    private Index read(Question question, RepositoryClient.Wanted wanted, Call call) {
        Index before = last.get(question);
        RepositoryClient.Wanted asked = before == null ? wanted : wanted.with(before.validators());
        Reply reply = client.get(asked, call);
        if (reply.status() == 304 && before != null) {
            return before;
        }
        if (reply.status() != 200) {
            throw RepositoryMishaps.refused(wanted, reply);
        }
        byte[] plain = reply.body();
        if (!ENTRIES.matcher(new String(plain, StandardCharsets.UTF_8)).find()) {
            throw new ToolFailure(
                    "strange",
                    "What \"" + wanted.name() + "\" answers at " + wanted.url()
                            + " is no index of charts; an operator looks whether its \"url\" is right",
                    Duration.ZERO);
        }
        Index index = new Index(packed(plain), validators(reply));
        last.put(question, index);
        return index;
    }

    private static Map<String, String> validators(Reply reply) {
        Map<String, String> validators = new HashMap<>();
        reply.headers().first("ETag").ifPresent(tag -> validators.put("If-None-Match", tag));
        reply.headers().first("Last-Modified").ifPresent(time -> validators.put("If-Modified-Since", time));
        return validators;
    }

    private static byte[] packed(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
            zip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
