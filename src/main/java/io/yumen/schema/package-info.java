/**
 * JSON Schema (2020-12): schemas generated from records, documents checked against schemas, records read from and written
 * to trees. Services describe and check their tools with it, the operations API its routes. Imports the protocol's JSON codec;
 * the validator's types stay inside.
 */
@NullMarked
package io.yumen.schema;

import org.jspecify.annotations.NullMarked;
