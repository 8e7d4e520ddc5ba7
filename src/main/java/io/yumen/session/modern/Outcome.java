package io.yumen.session.modern;

import tools.jackson.databind.node.ObjectNode;

/** How a handler ended. */
sealed interface Outcome {
    record Done(ObjectNode result) implements Outcome {
        @Override
        public ObjectNode take() {
            return result;
        }
    }

    record Failed(Throwable failure) implements Outcome {
        @Override
        public ObjectNode take() {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }
    }

    /** The result, or what the handler threw. */
    ObjectNode take();
}
