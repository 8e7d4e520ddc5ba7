/**
 * The contract of a built-in service: what it offers (tools, prompts, resources), what a handler of it is given
 * ({@link io.yumen.service.Call}) and may answer. Services implement it; {@code service.host} serves it. May import
 * exchange, schema, protocol, tenant and secret.
 */
@NullMarked
package io.yumen.service;

import org.jspecify.annotations.NullMarked;
