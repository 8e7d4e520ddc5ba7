package io.yumen.admin.api;

import io.yumen.schema.JsonSchema;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * A route of the operations API: everything that is to be known of it, from which it is served, guarded and described.
 *
 * <pre>{@code
 * Route.post("/keys", Reach.OWN_TENANT, "Makes a key, and shows it this once")
 *         .roles(Roles.ADMIN)
 *         .takes(KeyOrder.class)
 *         .creates(ShownKey.class)
 *         .fails(NO_ACCESS)
 *         .does(this::create)
 * }</pre>
 *
 * @param verb what is done
 * @param path where, below {@link #ROOT} and with it
 * @param reach for whom it is, of those who have one of its roles
 * @param about what it is, and who may call it
 * @param taken what it takes
 * @param answered what it answers
 * @param work what it does
 */
public record Route(Verb verb, PathTemplate path, Reach reach, About about, Taken taken, Answered answered, Work work) {
    /** Under which all routes stand. */
    public static final String ROOT = "/api/v1";

    private static final int OK = 200;
    private static final int CREATED = 201;

    /**
     * What a route is.
     *
     * @param summary what it does, in a few words
     * @param roles each of which is enough to call it, beside {@code admin}; where there are none, it is enough to come in
     */
    public record About(String summary, Set<String> roles) {
        public About {
            roles = Set.copyOf(roles);
        }
    }

    /**
     * What a route takes.
     *
     * @param query its parameters; others are refused
     * @param order the body; the record {@link Nothing} where it takes none
     * @param schema what the body must fit
     */
    public record Taken(List<Parameter> query, Class<? extends Record> order, JsonSchema schema) {
        Taken(List<Parameter> query, Class<? extends Record> order) {
            this(List.copyOf(query), order, JsonSchema.of(order));
        }
    }

    /**
     * What a route answers.
     *
     * @param status the status where it succeeds
     * @param form what it answers then
     * @param failures what it fails with beside what every route fails with
     */
    public record Answered(int status, Class<? extends Record> form, List<Failure> failures) {
        public Answered {
            failures = List.copyOf(failures);
        }
    }

    /** The body of an order that says nothing more. */
    public record Nothing() {}

    /** A form that is described elsewhere: what is answered is the tree itself. */
    public record Tree(ObjectNode tree) {}

    /** One that reads. */
    public static Draft get(String path, Reach reach, String summary) {
        return new Draft(Verb.GET, path, reach, summary);
    }

    /** One that orders; its body is JSON, which no page can send without being asked first. */
    public static Draft post(String path, Reach reach, String summary) {
        return new Draft(Verb.POST, path, reach, summary);
    }

    /** One that takes away. */
    public static Draft delete(String path, Reach reach, String summary) {
        return new Draft(Verb.DELETE, path, reach, summary);
    }

    /** Whether a body is read. */
    public boolean takesBody() {
        return verb == Verb.POST;
    }

    /** A route that is being written down. For one thread. */
    public static final class Draft {
        private final Verb verb;
        private final PathTemplate path;
        private final Reach reach;
        private final String summary;
        private Set<String> roles = Set.of();
        private List<Parameter> query = List.of();
        private Class<? extends Record> order = Nothing.class;
        private int status = OK;
        private Class<? extends Record> form = Nothing.class;
        private List<Failure> failures = List.of();

        private Draft(Verb verb, String path, Reach reach, String summary) {
            this.verb = verb;
            this.path = new PathTemplate(ROOT + path);
            this.reach = reach;
            this.summary = summary;
        }

        /** Each of these is enough, and so is {@code admin}. */
        public Draft roles(String... any) {
            roles = Set.of(any);
            return this;
        }

        /** What may stand in its query. */
        public Draft query(List<Parameter> parameters) {
            query = List.copyOf(parameters);
            return this;
        }

        /** What its body is. */
        public Draft takes(Class<? extends Record> body) {
            order = body;
            return this;
        }

        /** What it answers, with 200. */
        public Draft answers(Class<? extends Record> body) {
            form = body;
            return this;
        }

        /** What it answers, with 201. */
        public Draft creates(Class<? extends Record> body) {
            status = CREATED;
            form = body;
            return this;
        }

        /** How it fails, beside what every route fails with. */
        public Draft fails(Failure... all) {
            failures = List.of(all);
            return this;
        }

        /** What it does. */
        public Route does(Work work) {
            return new Route(
                    verb,
                    path,
                    reach,
                    new About(summary, roles),
                    new Taken(query, order),
                    new Answered(status, form, failures),
                    work);
        }
    }
}
