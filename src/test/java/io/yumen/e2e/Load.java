package io.yumen.e2e;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients of both eras that call one tool over and over, and remember every call that did not say what it should. */
final class Load implements AutoCloseable {
    private static final int CLIENTS_OF_AN_ERA = 2;

    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger answered = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Talker> talkers = new ArrayList<>();
    private final String tool;

    private Load(String tool) {
        this.tool = tool;
    }

    /** Starts calling that tool of {@code small.mjs}. */
    static Load of(URI endpoint, String tool) throws IOException, InterruptedException {
        Load load = new Load(tool);
        for (int i = 0; i < CLIENTS_OF_AN_ERA; i++) {
            load.start(Talker.of("legacy", endpoint));
            load.start(Talker.of("modern", endpoint));
        }
        return load;
    }

    int answered() {
        return answered.get();
    }

    /** What came instead of an answer, up to now. */
    List<String> failures() {
        return failures;
    }

    @Override
    public void close() {
        ended.set(true);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        talkers.forEach(Talker::close);
    }

    private void start(Talker talker) {
        talkers.add(talker);
        threads.add(Thread.ofVirtual().start(() -> {
            while (!ended.get()) {
                call(talker);
            }
        }));
    }

    private void call(Talker talker) {
        String message = "m" + answered.get();
        try {
            String said = talker.text(tool, "{\"message\": \"" + message + "\"}");
            if (said.equals(tool + " " + message)) {
                answered.incrementAndGet();
            } else {
                failures.add(said);
            }
        } catch (IOException e) {
            failures.add(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended.set(true);
        }
    }
}
