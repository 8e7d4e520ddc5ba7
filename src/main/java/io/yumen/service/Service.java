package io.yumen.service;

import io.yumen.exchange.Caller;
import io.yumen.exchange.ClientKey;
import io.yumen.tenant.Access;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server that lives in this process. Its handlers run on virtual threads, many at once; they may block, and give up
 * when their call is cancelled.
 */
public interface Service extends AutoCloseable {
    /** Who it is; always the same. */
    Identity identity();

    /** What it offers now. Cheap: it is asked for with every request. */
    Offer offer();

    /** Called once, before the first request: where to say that the offer or a resource has changed. */
    default void start(Changes changes) {}

    /** Whether it can do its work now. May reach out, and takes a few seconds at most. */
    default Health health() {
        return Health.GOOD;
    }

    /** What it keeps of the systems behind it; empty where it keeps nothing that operators could want forgotten. */
    default Optional<ServiceCache> cache() {
        return Optional.empty();
    }

    /**
     * Somebody listens to those resources, until what is returned is closed. What changes from then on is told to him alone; what
     * {@link Changes} are told reaches him, too. Takes a few seconds at most.
     *
     * @param updated is told the URI of what is different now; returns at once
     * @throws io.yumen.protocol.RpcException where he cannot listen to so much
     */
    default Listening listen(Set<String> uris, Caller caller, Consumer<String> updated) {
        return Listening.NONE;
    }

    /** The credentials of some have ended: nothing goes on that they began and that outlives its call. Returns at once. */
    default void accessEnded(Predicate<Access> ended) {}

    /** A client's session has ended: what is kept for it can go. Returns at once. */
    default void sessionEnded(ClientKey.Session session) {}

    /** Lets go of everything that it holds. Idempotent. */
    @Override
    void close();

    /**
     * Who a service is.
     *
     * @param name its name for programs
     * @param title its name for people
     * @param version its version
     * @param instructions how a model should use it; empty where the tools say enough
     */
    record Identity(String name, String title, String version, String instructions) {
        public ObjectNode toJson() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("name", name)
                    .put("title", title)
                    .put("version", version);
        }
    }

    /** That somebody listens; closing it, which is idempotent, ends that. */
    interface Listening extends AutoCloseable {
        /** Nothing is held for who listens. */
        Listening NONE = () -> {};

        @Override
        void close();
    }

    /** Where a service says that something is different now. Calls return at once. */
    interface Changes {
        void toolsChanged();

        void promptsChanged();

        /** The list of resources or of templates is different. */
        void resourcesChanged();

        /** The content of that resource is different. */
        void resourceUpdated(String uri);
    }

    /**
     * Whether a service can do its work.
     *
     * @param good whether it can
     * @param detail one sentence: what it reached, or what is wrong and what to do
     */
    record Health(boolean good, String detail) {
        public static final Health GOOD = new Health(true, "Ready");

        /** It cannot, for that reason. */
        public static Health bad(String detail) {
            return new Health(false, detail);
        }
    }
}
