package io.yumen.backend;

/** Hears what is worth counting. Calls must not block. */
public interface BackendMeter {
    /** Counts nothing. */
    BackendMeter NONE = new BackendMeter() {
        @Override
        public void request(String server, String method, Outcome outcome, long nanos) {}

        @Override
        public void restarted(String server) {}

        @Override
        public void moved(String server, ServerState state) {}
    };

    /** A request ended that way, after that many nanoseconds. */
    void request(String server, String method, Outcome outcome, long nanos);

    /** A connection that was lost, or could not be opened, is opened again. */
    void restarted(String server);

    /** The server is in another state now. */
    void moved(String server, ServerState state);

    /** How a request ended. */
    enum Outcome {
        /** With a result. */
        OK,
        /** With a result that says that the tool failed. */
        TOOL_ERROR,
        /** With an error that the server sent. */
        ERROR,
        /** Without an answer: the server is down, was lost, or is not asked at the moment. */
        UNAVAILABLE,
        /** Without an answer in time. */
        TIMEOUT,
        /** The client gave it up. */
        CANCELLED
    }
}
