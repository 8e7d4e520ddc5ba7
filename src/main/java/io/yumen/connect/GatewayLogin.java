package io.yumen.connect;

import io.yumen.backend.http.Credentials;
import io.yumen.backend.http.OAuthCredentials;
import io.yumen.exchange.Cancellation;
import io.yumen.oauth.Login;
import io.yumen.oauth.Visit;
import io.yumen.oauth.discovery.OAuthException;
import io.yumen.oauth.discovery.OAuthLimits;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The right of a user who logs in to the gateway with a browser (OAuth). One page at a time is shown, for all requests that
 * wait for it, and in one process of all that share the folder: the others take over what that one obtains. Only what a client
 * asked for makes a page: nobody is sent to log in for what happens by itself.
 */
public final class GatewayLogin implements Access {
    private static final Duration GLANCE = Duration.ofMillis(200);

    private final Login login;
    private final FolderShelf folder;
    private final OAuthLimits limits;
    private final Surroundings surroundings;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Attempt current;
    private volatile boolean closed;

    /**
     * A login that nobody was sent to yet.
     *
     * @param folder where the tokens lie
     */
    public GatewayLogin(Login login, FolderShelf folder, OAuthLimits limits, Surroundings surroundings) {
        this.login = login;
        this.folder = folder;
        this.limits = limits;
        this.surroundings = surroundings;
    }

    /** What is around it. */
    public interface Surroundings {
        /** Shows the user the page where they log in. It must not block, and not write where the protocol is spoken. */
        void show(URI page);

        /** Closes the place to which the browser comes back, until the next page. */
        void leave();

        /** Lets go of what the login is made of. */
        void close();
    }

    @Override
    public Credentials credentials() {
        return new OAuthCredentials(login);
    }

    @Override
    public Optional<String> admit(Cancellation cancellation) {
        Attempt attempt = join();
        if (attempt == null) {
            return Optional.empty();
        }
        String failure = attempt.await(cancellation);
        return failure.isEmpty() ? Optional.empty() : Optional.of("it wants you to log in, and " + failure);
    }

    @Override
    public void close() {
        closed = true;
        surroundings.leave();
        surroundings.close();
    }

    /** The attempt that is under way, or a new one; null where none is needed. */
    private @Nullable Attempt join() {
        lock.lock();
        try {
            if (current == null && login.isNeeded()) {
                Attempt begun = new Attempt();
                current = begun;
                Thread.ofVirtual().name("login").start(() -> run(begun));
            }
            return current;
        } finally {
            lock.unlock();
        }
    }

    private void run(Attempt attempt) {
        String failure = "it failed";
        try {
            failure = attempted();
        } catch (OAuthException e) {
            failure = "that cannot be done: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.lock();
            try {
                current = null;
            } finally {
                lock.unlock();
            }
            attempt.end(failure);
        }
    }

    /** Says why the user is not in; empty where they are. */
    private String attempted() throws InterruptedException {
        long end = System.nanoTime() + limits.visitTime().toNanos();
        while (login.isNeeded() && !login.isMetElsewhere()) {
            try (FileTurn turn = folder.turnToLogIn().orElse(null)) {
                if (turn != null) {
                    // Who had the turn may have finished in the meantime.
                    return login.isMetElsewhere() ? "" : sent();
                }
            }
            if (closed || System.nanoTime() - end > 0) {
                return "another connection waits for that already";
            }
            TimeUnit.NANOSECONDS.sleep(GLANCE.toNanos());
        }
        return "";
    }

    private String sent() throws InterruptedException {
        Visit visit = login.visit();
        try {
            surroundings.show(visit.authorization());
            long end = System.nanoTime() + limits.visitTime().toNanos();
            while (!closed && System.nanoTime() - end < 0) {
                if (visit.await(GLANCE)) {
                    return visit.failure();
                }
            }
            return "nobody has in time; send the request again for another page";
        } finally {
            // The next page comes back to another port, for which another registration is needed.
            login.forgetRegistration(visit);
            surroundings.leave();
        }
    }

    /** One way of the user to the page and back. */
    private static final class Attempt {
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile String failure = "";

        void end(String why) {
            failure = why;
            over.countDown();
        }

        String await(Cancellation cancellation) {
            try {
                while (!over.await(GLANCE.toNanos(), TimeUnit.NANOSECONDS)) {
                    cancellation.check();
                }
                return failure;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                cancellation.cancel();
                cancellation.check();
                return "it was interrupted";
            }
        }
    }
}
