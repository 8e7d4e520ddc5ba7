package io.yumen.process;

import io.yumen.process.ChildException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All our child processes: starts them, and sees to it that none outlives us, however we end. One for the whole
 * program; safe for use by many threads. Closing it ends every child.
 *
 * <p>In a container our process should not be the first one: run it under an init ({@code tini}, {@code docker run
 * --init}), which clears away what orphaned grandchildren leave in the process table.
 */
public final class Children implements AutoCloseable {

    /** What a family of processes needs done in order, by the one thread that does such things. */
    interface Orders {
        void signal(Keeper.Signal signal, long group);

        void free(long group);
    }

    private static final Logger log = LoggerFactory.getLogger(Children.class);
    private static final String MARK = "YUMEN_CHILD";

    private final ChildrenLimits limits;
    private final Semaphore room;
    private final Spawner spawner = new Spawner();
    private final String mark = UUID.randomUUID() + "-";
    private final Keeper keeper = new Keeper(spawner, MARK + "=" + mark);
    private final AtomicLong started = new AtomicLong();
    private final Set<ChildProcess> living = ConcurrentHashMap.newKeySet();
    private final Orders orders = new SpawnerOrders();
    private final OwnPlaces own;
    private final Warden warden;
    private volatile boolean closed;

    public Children(ChildrenLimits limits) {
        this(limits, OwnPlaces.NONE);
    }

    /** @param own what no child may see */
    public Children(ChildrenLimits limits, OwnPlaces own) {
        this.limits = limits;
        this.own = own;
        this.warden = new Warden(own);
        this.room = new Semaphore(limits.children());
        if (ProcessHandle.current().pid() == 1) {
            log.warn("First process of a container: use an init (docker run --init) to clear away orphans");
        }
    }

    /**
     * Starts a child. Costs a few milliseconds; the first start also looks for bubblewrap.
     *
     * @param observer is told what the child does, from now on
     * @throws ChildException if it cannot be started; the message says why and what to do
     */
    public ChildProcess start(Command command, ChildLimits childLimits, ChildObserver observer) {
        if (!room.tryAcquire()) {
            throw new ChildException(
                    Code.START_FAILED,
                    "There are " + limits.children()
                            + " child processes already, which is the limit. Raise it, or use fewer.");
        }
        ChildProcess child;
        try {
            child = spawn(command, childLimits, observer);
        } catch (RuntimeException e) {
            room.release();
            throw e;
        }
        living.add(child);
        child.begin();
        if (closed) {
            child.close();
        }
        return child;
    }

    /** Returns who knows what this machine can do to keep children apart. */
    public Warden warden() {
        return warden;
    }

    /** Ends all children, each within its own limits, all at once. Returns when they are gone. */
    @Override
    public void close() {
        closed = true;
        List<Thread> closing = new ArrayList<>();
        for (ChildProcess child : living) {
            closing.add(Thread.startVirtualThread(child::close));
        }
        for (Thread thread : closing) {
            joinUninterruptibly(thread);
        }
        spawner.tell(keeper::close);
        spawner.close();
    }

    private ChildProcess spawn(Command command, ChildLimits childLimits, ChildObserver observer) {
        Path directory = directory(command);
        Map<String, String> environment = command.environment().resolve(System.getenv());
        String childMark = mark + started.incrementAndGet();
        environment.put(MARK, childMark);
        Path program = ProgramPath.in(environment).resolve(command.program(), directory);
        Isolation isolation = warden.settle(command.world());
        Launch launch = warden.launch(command, isolation, program, directory, environment);
        Process process = run(launch);
        Family family = new Family(process, isolation, orders, MARK + "=" + childMark);
        return new ChildProcess(process, family, childLimits, observer, this::ended);
    }

    private Path directory(Command command) {
        Path named = command.directory();
        if (named == null) {
            Path ours = Path.of("").toAbsolutePath();
            return own.around(ours).isPresent() ? Path.of("/") : ours;
        }
        if (!Files.isDirectory(named)) {
            throw new ChildException(
                    Code.DIRECTORY_NOT_FOUND,
                    "There is no directory '" + named.toAbsolutePath()
                            + "'. Create it, or correct the working directory.");
        }
        return named.toAbsolutePath();
    }

    private Process run(Launch launch) {
        try {
            return spawner.call(() -> begin(launch));
        } catch (Exception e) {
            throw new ChildException(
                    Code.START_FAILED, "Could not start '" + launch.command().getFirst() + "': " + e.getMessage(), e);
        }
    }

    private Process begin(Launch launch) throws IOException {
        Process process = launch.builder().start();
        try {
            keeper.hold(process.pid());
        } catch (IOException e) {
            // Without a keeper it could outlive us.
            process.destroyForcibly();
            throw e;
        }
        if (launch.gated()) {
            openGate(process);
        }
        return process;
    }

    private static void openGate(Process process) {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            // Its exit code and last words will say more.
            log.atDebug().setCause(e).log("Child ended before it began");
        }
    }

    private void ended(ChildProcess child) {
        if (living.remove(child)) {
            room.release();
        }
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException ignored) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private final class SpawnerOrders implements Orders {
        @Override
        public void signal(Keeper.Signal signal, long group) {
            spawner.tell(() -> keeper.signal(signal, group));
        }

        @Override
        public void free(long group) {
            spawner.tell(() -> keeper.free(group));
        }
    }
}
