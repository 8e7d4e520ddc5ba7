package io.yumen.service.answer;

import tools.jackson.databind.node.ObjectNode;

/**
 * A thing that a tool found.
 *
 * @param name what it is called
 * @param summary what one wants to know at a glance: flat, in the order of columns, the same fields for all of a list
 * @param full all that there is; not changed by anybody any more
 */
public record Item(String name, ObjectNode summary, ObjectNode full) {}
