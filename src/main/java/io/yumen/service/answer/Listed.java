package io.yumen.service.answer;

import io.yumen.schema.Doc;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A list for programs: the structured content of each tool that lists.
 *
 * @param items names, or objects
 * @param count how many there are in all, where that is known
 * @param cursor where to go on; null at the end
 * @param note what was cut, and how to get it
 */
public record Listed(
        @Nullable @Doc("Names, or objects") List<JsonNode> items,

        @Nullable @Doc("How many there are in all, where that is known")
        Long count,

        @Nullable @Doc("Where to go on") String cursor,
        @Nullable @Doc("What was cut, and how to get it") String note) {}
