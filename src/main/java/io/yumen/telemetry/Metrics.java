package io.yumen.telemetry;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of one gateway, in Prometheus' form. Names are part of the product: they change only with a note in
 * {@code changes/}. Safe for many threads.
 */
public final class Metrics {
    /** What {@code GET /metrics} says of its content. */
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    /** From a fast relayed call to the ceiling of a slow tool, in seconds. */
    private static final double[] SECONDS = {
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300
    };

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

    /** A counter; its name ends in {@code _total}. */
    public Count counter(String name, String help, String... labels) {
        Counter counter = Counter.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .register(registry);
        return values -> counter.labelValues(values).inc();
    }

    /** A histogram of durations; its name ends in {@code _seconds}. */
    Histogram durations(String name, String help, String... labels) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .withoutExemplars()
                .register(registry);
    }

    Counter count(String name, String help, String... labels) {
        return Counter.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .register(registry);
    }

    /** A gauge that is read when somebody looks. */
    public void gauge(String name, String help, Supplier<? extends Number> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.get().doubleValue()))
                .register(registry);
    }

    /** A gauge with one value for each element of a map that is made when somebody looks; keys become the label. */
    public <V> void gauges(
            String name, String help, String label, Supplier<Map<String, V>> values, ToDoubleFunction<V> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(label)
                .callback(callback ->
                        values.get().forEach((key, element) -> callback.call(value.applyAsDouble(element), key)))
                .register(registry);
    }

    /** The same with several labels; keys are their values. */
    public <V> void gauges(
            String name,
            String help,
            List<String> labels,
            Supplier<Map<List<String>, V>> values,
            ToDoubleFunction<V> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labels.toArray(String[]::new))
                .callback(callback -> values.get()
                        .forEach((key, element) ->
                                callback.call(value.applyAsDouble(element), key.toArray(String[]::new))))
                .register(registry);
    }

    /** The same of what only grows; the name ends in {@code _total}. */
    public <V> void counts(
            String name,
            String help,
            List<String> labels,
            Supplier<Map<List<String>, V>> values,
            ToDoubleFunction<V> value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labels.toArray(String[]::new))
                .callback(callback -> values.get()
                        .forEach((key, element) ->
                                callback.call(value.applyAsDouble(element), key.toArray(String[]::new))))
                .register(registry);
    }

    /** A gauge that is 1 for the state that each element is in, and has the state as a label. */
    public void states(String name, String help, Supplier<Map<String, String>> states) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("server", "state")
                .callback(callback -> states.get().forEach((server, state) -> callback.call(1, server, state)))
                .register(registry);
    }

    /** Everything, in the text format of Prometheus 0.0.4, UTF-8. */
    public byte[] scrape() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(16 << 10);
        try {
            writer.write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException("Memory cannot be written to", e);
        }
        return out.toByteArray();
    }

    /** A counter whose labels are given when it counts. */
    @FunctionalInterface
    public interface Count {
        void add(String... labelValues);
    }
}
