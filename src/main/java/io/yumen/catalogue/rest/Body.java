package io.yumen.catalogue.rest;

import io.yumen.catalogue.Parameters;
import io.yumen.protocol.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a request carries. */
public sealed interface Body permits Body.None, Body.Json, Body.Form, Body.Plain, PartsBody {
    /** Its type, as HTTP names it; null where there is nothing. */
    @Nullable
    String type();

    /** Its bytes for those arguments; null where all of it is left out. */
    byte @Nullable [] bytes(ObjectNode arguments);

    /** The arguments that it names. */
    Stream<String> names();

    /** Nothing. */
    record None() implements Body {
        @Override
        public @Nullable String type() {
            return null;
        }

        @Override
        public byte @Nullable [] bytes(ObjectNode arguments) {
            return null;
        }

        @Override
        public Stream<String> names() {
            return Stream.empty();
        }
    }

    /** A JSON document, of that type. */
    record Json(String type, Template template) implements Body {
        @Override
        public byte @Nullable [] bytes(ObjectNode arguments) {
            JsonNode document = template.fill(arguments);
            return document == null ? null : JsonCodec.bytes(document);
        }

        @Override
        public Stream<String> names() {
            return template.names();
        }
    }

    /** A form. */
    record Form(List<Parameter> fields) implements Body {
        public Form {
            fields = List.copyOf(fields);
        }

        @Override
        public String type() {
            return "application/x-www-form-urlencoded";
        }

        @Override
        public byte[] bytes(ObjectNode arguments) {
            Parameters form = new Parameters();
            fields.forEach(field -> field.into(form, arguments));
            return form.toString().getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public Stream<String> names() {
            return fields.stream().flatMap(field -> field.value().names());
        }
    }

    /** Words, of that type. */
    record Plain(String type, Template template) implements Body {
        @Override
        public byte @Nullable [] bytes(ObjectNode arguments) {
            JsonNode text = template.fill(arguments);
            return text == null ? null : Template.word(text).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Stream<String> names() {
            return template.names();
        }
    }
}
