package io.yumen.catalogue;

import io.yumen.catalogue.cache.Question;
import io.yumen.catalogue.cache.Segments;
import io.yumen.service.Call;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a system answered a moment ago, told again to the same caller. What is no answer of the system is told and not kept. Safe for
 * many threads.
 *
 * @param target the system
 * @param cache closed by whoever made it
 */
public record KeptReplies(Target target, Segments<Reply> cache) {
    /**
     * Reads, or tells again.
     *
     * @param kind of the cache
     * @param words all that is asked
     * @param reading asks the system
     * @param shape what is made of the JSON of its answer; throws where that is something else
     */
    public <T> T read(String kind, String words, Call call, Supplier<Reply> reading, Function<JsonNode, T> shape) {
        Question question = target.question(words, call);
        AtomicReference<@Nullable T> own = new AtomicReference<>();
        Reply reply = cache.get(kind, question, call.cancellation(), () -> {
            Reply read = reading.get();
            own.set(shape.apply(target.json(read)));
            return read;
        });
        @Nullable T read = own.get();
        return read == null ? shape.apply(target.json(reply)) : read;
    }
}
