package io.yumen.kube;

import io.yumen.kube.store.Refusal;
import io.yumen.kube.wire.Broken;
import io.yumen.kube.wire.Call;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The faults that were asked for, and how each is done. */
final class Faults {
    /** How often a held answer looks whether it may go. */
    private static final long GLANCE_MILLIS = 20;

    private record Planned(Predicate<Call> calls, Fault fault, AtomicInteger left) {}

    private final List<Planned> planned = new CopyOnWriteArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);

    void add(Predicate<Call> calls, Fault fault, int times) {
        planned.add(new Planned(calls, fault, new AtomicInteger(times)));
    }

    void clear() {
        planned.clear();
    }

    void stop() {
        stopped.countDown();
    }

    /** Answers with the first fault that fits, or as it should be. */
    void answer(Call call, Consumer<Call> rightly) {
        for (Planned one : planned) {
            if (one.calls().test(call) && one.left().getAndDecrement() > 0) {
                answer(call, one.fault(), rightly);
                return;
            }
        }
        rightly.accept(call);
    }

    private void answer(Call call, Fault fault, Consumer<Call> rightly) {
        switch (fault) {
            case Fault.Slow slow -> {
                await(slow.delay().toMillis());
                rightly.accept(call);
            }
            case Fault.Held held -> {
                while (held.gate().getCount() > 0 && stopped.getCount() > 0) {
                    await(GLANCE_MILLIS);
                }
                rightly.accept(call);
            }
            case Fault.Status status -> refuse(call, new Refusal(status.code(), status.reason(), status.message()));
            case Fault.Busy busy ->
                refuse(
                        call,
                        new Refusal(429, "TooManyRequests", "the server has received too many requests")
                                .retryAfter(busy.retryAfter()));
            case Fault.Garbage garbage ->
                call.answer(
                        200,
                        Map.of("Content-Type", garbage.contentType()),
                        garbage.body().getBytes(StandardCharsets.UTF_8));
            case Fault.Endless endless -> endless(call);
            case Fault.Cut cut -> throw new Broken("cut on purpose");
            case Fault.CutLater later -> {
                Thread cutter = Thread.ofVirtual().start(() -> {
                    await(later.after().toMillis());
                    call.cut();
                });
                rightly.accept(call);
                cutter.interrupt();
            }
        }
    }

    private static void refuse(Call call, Refusal refusal) {
        Map<String, String> headers = new java.util.HashMap<>(Map.of("Content-Type", "application/json"));
        refusal.retryAfterSeconds().ifPresent(seconds -> headers.put("Retry-After", seconds));
        call.answer(refusal.code(), headers, refusal.status().toString().getBytes(StandardCharsets.UTF_8));
    }

    private void endless(Call call) {
        byte[] item = "{\"metadata\":{\"name\":\"again\"}},".repeat(100).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = call.stream(200, Map.of("Content-Type", "application/json"))) {
            out.write("{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[".getBytes(StandardCharsets.UTF_8));
            while (stopped.getCount() > 0) {
                out.write(item);
            }
        } catch (IOException e) {
            throw new Broken(e);
        }
    }

    private void await(long millis) {
        try {
            stopped.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
