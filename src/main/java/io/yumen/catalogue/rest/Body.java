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
    /** What is sent for those arguments; null where all of it is left out. */
    @Nullable
    Made made(ObjectNode arguments);

    /** The arguments that it names. */
    Stream<String> names();

    /**
     * What is sent.
     *
     * @param type as HTTP names it
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes for the wire, never compared
    record Made(String type, byte[] bytes) {}

    /** Nothing. */
    record None() implements Body {
        @Override
        public @Nullable Made made(ObjectNode arguments) {
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
        public @Nullable Made made(ObjectNode arguments) {
            JsonNode document = template.fill(arguments);
            return document == null ? null : new Made(type, JsonCodec.bytes(document));
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
        public Made made(ObjectNode arguments) {
            Parameters form = new Parameters();
            fields.forEach(field -> field.into(form, arguments));
            return new Made("application/x-www-form-urlencoded", form.toString().getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public Stream<String> names() {
            return fields.stream().flatMap(field -> field.value().names());
        }
    }

    /** Words, of that type. */
    record Plain(String type, Template template) implements Body {
        @Override
        public @Nullable Made made(ObjectNode arguments) {
            JsonNode text = template.fill(arguments);
            return text == null ? null : new Made(type, Template.word(text).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Stream<String> names() {
            return template.names();
        }
    }
}
