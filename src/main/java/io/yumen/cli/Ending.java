package io.yumen.cli;

import io.yumen.cli.command.ExitCode;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a command that runs until it is told to stop: SIGTERM or SIGINT stops it in order, a second one ends the process
 * at once. Where signals cannot be caught, the Java machine's own way of ending still stops it in order.
 */
final class Ending {
    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);
    private static final List<String> SIGNALS = List.of("TERM", "INT");

    private final CountDownLatch told = new CountDownLatch(1);
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Runnable stop;

    private Ending(Runnable stop) {
        this.stop = stop;
    }

    /** Waits for the signal, and stops. */
    static void await(Runnable stop) throws InterruptedException {
        Ending ending = new Ending(stop);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(ending::stop));
        SIGNALS.forEach(ending::handle);
        ending.told.await();
        ending.stop();
    }

    private void stop() {
        if (stopped.compareAndSet(false, true)) {
            stop.run();
        }
    }

    private void tell() {
        if (told.getCount() == 0) {
            // Children end with us: whoever holds them sees that our pipe has closed.
            Runtime.getRuntime().halt(ExitCode.FAILED);
        }
        told.countDown();
    }

    /** There is no public type for this; by reflection, because the compiler warns of the type that there is. */
    private void handle(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(
                    Ending.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        tell();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.atDebug().setCause(e).addKeyValue("signal", name).log("A signal is left to the Java machine");
        }
    }
}
