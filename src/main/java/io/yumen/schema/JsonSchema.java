package io.yumen.schema;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON Schema, and what it says of a document. Compiled when it is first needed; never fetches a {@code $ref} from
 * elsewhere. Safe for many threads. The tree is shared and must not be changed.
 */
public final class JsonSchema {
    /** The schema of an object without properties. */
    public static final JsonSchema NOTHING = new JsonSchema(
            JsonNodeFactory.instance.objectNode().put("type", "object").put("additionalProperties", false));

    /** The schema of an object, of whatever kind. */
    public static final JsonSchema OBJECT =
            new JsonSchema(JsonNodeFactory.instance.objectNode().put("type", "object"));

    /** How many problems are told at once: enough to mend a call, few enough to read. */
    private static final int MAX_PROBLEMS = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final ObjectNode tree;
    private @Nullable Schema compiled;

    private JsonSchema(ObjectNode tree) {
        this.tree = tree;
    }

    /** That schema as it stands. */
    public static JsonSchema of(ObjectNode tree) {
        return new JsonSchema(tree);
    }

    /** The schema of a record. */
    public static JsonSchema of(Class<? extends Record> type) {
        return new JsonSchema(RecordSchema.of(type));
    }

    public ObjectNode tree() {
        return tree;
    }

    /** What is wrong with the document, each with the place; empty where it fits. */
    public List<String> problems(JsonNode document) {
        return compiled().validate(document).stream()
                .limit(MAX_PROBLEMS)
                .map(JsonSchema::say)
                .toList();
    }

    /** The object with the schema's {@code default} for each property that it leaves out; itself where it leaves none out. */
    public ObjectNode fill(ObjectNode object) {
        ObjectNode filled = JsonNodeFactory.instance.objectNode().setAll(object);
        tree.path("properties").properties().forEach(property -> {
            JsonNode fallback = property.getValue().get("default");
            if (fallback != null && !filled.has(property.getKey())) {
                filled.set(property.getKey(), fallback);
            }
        });
        return filled;
    }

    private static String say(Error error) {
        String place = error.getInstanceLocation().toString();
        return place.isEmpty() ? error.getMessage() : place + ": " + error.getMessage();
    }

    private Schema compiled() {
        lock.lock();
        try {
            if (compiled == null) {
                compiled = Validator.REGISTRY.getSchema(tree);
            }
            return compiled;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return tree.toString();
    }

    /** Loaded with the first schema that is compiled: it takes time, and a start should not wait for it. */
    private static final class Validator {
        /** 2020-12, in which a keyword that the validator does not know says nothing. */
        private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
                .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
                .build();

        static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
                DIALECT,
                builder -> builder.schemaCacheEnabled(false)
                        .schemaLoader(loader -> loader.fetchRemoteResources(false))
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .locale(Locale.ENGLISH)
                                .build()));
    }
}
