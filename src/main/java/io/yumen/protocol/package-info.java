/**
 * The Model Context Protocol as values: JSON-RPC messages, revisions, methods, {@code _meta} keys, error codes, header
 * encoding, and the one strict JSON codec. Everybody uses it; it imports nothing of ours, and of others only the JSON
 * tree.
 */
@NullMarked
package io.yumen.protocol;

import org.jspecify.annotations.NullMarked;
