package io.yumen.config.file;

import io.yumen.config.ByteSize;
import io.yumen.config.GatewaySettings;
import io.yumen.config.ServerSettings;
import io.yumen.config.Setting;
import io.yumen.limit.RateConfig;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes the JSON Schema of the configuration file from the records that the file is bound to. */
public final class SchemaWriter {
    private static final Map<Class<?>, String> PATTERNS = Map.of(
            Duration.class,
            "^\\d+\\s*(ms|s|m|h|d)?$",
            ByteSize.class,
            "^\\d+\\s*(B|KB|KiB|MB|MiB|GB|GiB)?$",
            RateConfig.class,
            RateConfig.PATTERN);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SchemaWriter() {}

    /** The schema (2020-12) of the whole file. */
    public static ObjectNode schema() {
        ObjectNode schema = NODES.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Yumen configuration");
        schema.setAll(record(GatewaySettings.class));
        ObjectNode properties = (ObjectNode) schema.get("properties");
        properties.putObject("$schema").put("type", "string");
        ObjectNode defaults = record(ServerSettings.class);
        defaults.put("description", "What every server gets that does not say otherwise");
        properties.set(ForeignForms.DEFAULTS, defaults);
        return schema;
    }

    private static ObjectNode record(Class<?> type) {
        ObjectNode schema = NODES.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.isAnnotationPresent(Setting.Inline.class)) {
                properties.setAll((ObjectNode) record(component.getType()).get("properties"));
                continue;
            }
            Setting setting = component.getAnnotation(Setting.class);
            ObjectNode property = schemaOf(component.getGenericType());
            property.put("description", setting.value());
            if (!setting.fallback().isEmpty()) {
                putDefault(property, component.getType(), setting.fallback());
            }
            if (component.isAnnotationPresent(Setting.Filled.class)) {
                property.put("minItems", 1);
            }
            properties.set(component.getName(), property);
        }
        return schema.put("additionalProperties", type.isAnnotationPresent(Setting.Lenient.class));
    }

    private static void putDefault(ObjectNode property, Class<?> type, String fallback) {
        if (type == boolean.class) {
            property.put("default", Boolean.parseBoolean(fallback));
        } else if (type == int.class) {
            property.put("default", Integer.parseInt(fallback));
        } else {
            property.put("default", fallback);
        }
    }

    private static ObjectNode schemaOf(Type type) {
        if (type instanceof ParameterizedType generic) {
            return container(generic);
        }
        Class<?> plain = (Class<?>) type;
        ObjectNode schema = NODES.objectNode();
        if (plain == String.class) {
            return schema.put("type", "string");
        }
        if (plain == boolean.class) {
            return schema.put("type", "boolean");
        }
        if (Binder.isWholeNumber(plain)) {
            return schema.put("type", "integer").put("minimum", 0);
        }
        String pattern = PATTERNS.get(plain);
        if (pattern != null) {
            return plain == RateConfig.class ? schema.put("type", "string").put("pattern", pattern) : amount(pattern);
        }
        if (plain.isEnum()) {
            return words(plain);
        }
        Setting.Word word = plain.getAnnotation(Setting.Word.class);
        return word == null ? record(plain) : wordOr(record(plain), word.value());
    }

    /** One word, or the object in which it stands. */
    private static ObjectNode wordOr(ObjectNode record, String key) {
        ObjectNode schema = NODES.objectNode();
        ObjectNode word = NODES.objectNode();
        word.set("enum", record.path("properties").path(key).path("enum").deepCopy());
        schema.putArray("anyOf").add(word).add(record);
        return schema;
    }

    private static ObjectNode container(ParameterizedType generic) {
        ObjectNode schema = NODES.objectNode();
        if (generic.getRawType() == List.class) {
            schema.put("type", "array").set("items", schemaOf(generic.getActualTypeArguments()[0]));
        } else {
            schema.put("type", "object").set("additionalProperties", schemaOf(generic.getActualTypeArguments()[1]));
        }
        return schema;
    }

    private static ObjectNode amount(String pattern) {
        ObjectNode schema = NODES.objectNode().put("pattern", pattern).put("minimum", 0);
        schema.putArray("type").add("string").add("integer");
        return schema;
    }

    private static ObjectNode words(Class<?> type) {
        ObjectNode schema = NODES.objectNode();
        Binder.words(type).forEach(schema.putArray("enum")::add);
        return schema;
    }
}
