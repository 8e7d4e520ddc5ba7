package io.yumen.service.answer;

import io.yumen.schema.Doc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a caller wants a single thing: a {@link io.yumen.schema.Spread} component of the input of each tool that gets one.
 *
 * @param detail how much of it
 * @param fields what of it instead, as JMESPath
 * @param format how it is written
 */
public record Look(
        @Doc(value = "How much", fallback = "\"full\"") Detail detail,

        @Doc(value = "JMESPath of what to show instead", max = 20) @Nullable
        List<String> fields,

        @Doc(value = "Of the text", fallback = "\"yaml\"") Format format) {}
