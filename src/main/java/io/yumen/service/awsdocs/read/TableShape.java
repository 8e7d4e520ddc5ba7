package io.yumen.service.awsdocs.read;

import io.yumen.schema.JsonSchema;
import io.yumen.schema.Records;
import tools.jackson.databind.node.ObjectNode;

/** What the structured content of {@code search_table} looks like: its rows have the columns of the page. */
public final class TableShape {
    public static final JsonSchema SCHEMA = JsonSchema.of((ObjectNode) Records.parse("""
            {
              "type": "object",
              "properties": {
                "url": {"type": "string", "description": "The page"},
                "section_title": {"type": "string", "description": "Where it was searched"},
                "query": {"type": "string", "description": "The words that were looked for"},
                "tables_searched": {"type": "integer"},
                "tables_with_matches": {"type": "integer"},
                "results": {
                  "type": "array",
                  "description": "Of each table with rows that match, those rows, the best first",
                  "items": {
                    "type": "object",
                    "properties": {
                      "table_heading": {"type": ["string", "null"], "description": "The nearest heading above the table"},
                      "columns": {"type": "array", "items": {"type": "string"}},
                      "parent_columns": {"type": ["array", "null"], "items": {"type": "string"}, "description": "Those whose values span rows"},
                      "child_columns": {"type": ["array", "null"], "items": {"type": "string"}, "description": "Those whose values stand in the rows below"},
                      "total_rows": {"type": "integer"},
                      "matched_rows": {"type": "integer"},
                      "showing": {"type": "integer"},
                      "rows": {"type": "array", "items": {"type": "object"}, "description": "Values by column; what they span under rows"}
                    },
                    "required": ["columns", "total_rows", "matched_rows", "showing", "rows"]
                  }
                },
                "error": {"type": ["string", "null"], "description": "Always null: a page that cannot be had is a failure"},
                "hint": {"type": ["string", "null"], "description": "What to do where nothing was found"}
              },
              "required": ["url", "section_title", "query", "tables_searched", "tables_with_matches", "results"]
            }
            """));

    private TableShape() {}
}
