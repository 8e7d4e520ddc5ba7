package io.yumen.service.kubernetes.api;

import io.yumen.exchange.Cancellation;
import io.yumen.service.ToolFailure;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cluster that can be asked for by its name. What opens it is read when somebody first asks: that may run a program of the kubeconfig,
 * which may take long or never end, and then keeps those alone waiting who want this cluster. Safe for many threads.
 */
final class Place {
    private final String name;
    private final String server;
    private final String namespace;
    private final Supplier<Cluster> opening;
    private final Duration patience;
    private final AtomicReference<@Nullable CompletableFuture<Cluster>> opened = new AtomicReference<>();

    /**
     * A place that nobody has asked for.
     *
     * @param server its address
     * @param namespace where one works there
     * @param opening reads what it takes to reach it; may fail, and is then tried again by whoever asks next
     * @param patience how long one waits for that
     */
    Place(String name, String server, String namespace, Supplier<Cluster> opening, Duration patience) {
        this.name = name;
        this.server = server;
        this.namespace = namespace;
        this.opening = opening;
        this.patience = patience;
    }

    String name() {
        return name;
    }

    String server() {
        return server;
    }

    String namespace() {
        return namespace;
    }

    /** The cluster, open; whoever asks while another one opens it waits for the same. */
    Cluster cluster(Cancellation cancellation) {
        CompletableFuture<Cluster> own = new CompletableFuture<>();
        CompletableFuture<Cluster> known = opened.compareAndExchange(null, own);
        if (known == null) {
            Thread.ofVirtual().name("opens " + name).start(() -> open(own));
        }
        return await(known == null ? own : known, cancellation);
    }

    private void open(CompletableFuture<Cluster> own) {
        try {
            own.complete(opening.get());
        } catch (RuntimeException | Error e) {
            opened.compareAndSet(own, null);
            own.completeExceptionally(e);
        }
    }

    private Cluster await(CompletableFuture<Cluster> opening, Cancellation cancellation) {
        // A copy of its own ends with the call; what is opened goes on for the others.
        CompletableFuture<Cluster> waiting = opening.copy();
        Cancellation.Registration cancelled = cancellation.onCancel(() -> waiting.cancel(true));
        try {
            return waiting.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ToolFailure(
                    "timeout",
                    "The credentials of the cluster " + name + " were not there in " + patience.toSeconds()
                            + " s: an operator looks whether the program that its user in the kubeconfig names (exec) ends",
                    patience);
        } catch (CancellationException e) {
            cancellation.check();
            throw Troubles.of(name, e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : Troubles.of(name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Troubles.of(name, e);
        } finally {
            cancelled.close();
        }
    }

    /** Ends what was opened; what is opened still, nobody has. */
    void close() {
        CompletableFuture<Cluster> known = opened.get();
        if (known != null && known.state() == Future.State.SUCCESS) {
            known.join().close();
        }
    }
}
