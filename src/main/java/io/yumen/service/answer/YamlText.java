package io.yumen.service.answer;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads YAML, for documents that people write. */
public final class YamlText {
    private static final int LONGEST_MESSAGE = 300;

    private YamlText() {}

    /**
     * The tree of one document.
     *
     * @throws IllegalArgumentException where it is none; the message says where
     */
    public static JsonNode read(String text) {
        try {
            return Mapper.YAML.readTree(text);
        } catch (JacksonException e) {
            String said = String.valueOf(e.getOriginalMessage());
            throw new IllegalArgumentException(
                    "This is no YAML: " + said.substring(0, Math.min(said.length(), LONGEST_MESSAGE)), e);
        }
    }

    /** Loaded with the first document. */
    private static final class Mapper {
        static final YAMLMapper YAML = YAMLMapper.builder().build();
    }
}
