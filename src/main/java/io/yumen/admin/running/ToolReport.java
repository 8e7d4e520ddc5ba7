package io.yumen.admin.running;

import io.yumen.schema.Doc;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tool that clients see.
 *
 * @param name by which clients call it at {@code /mcp}
 * @param server the server that has it
 * @param original by which the server knows it
 * @param definition as clients see it
 */
public record ToolReport(
        @Doc("By which clients call it at /mcp") String name,
        @Doc("The server that has it") String server,

        @Doc("By which the server knows it, and rules speak of it")
        String original,

        @Doc("As clients see it: its title, description, schemas and annotations")
        ObjectNode definition) {}
