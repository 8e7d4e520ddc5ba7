/**
 * The contract of a built-in service: what it offers (tools, prompts, resources), what a handler of it is given
 * ({@link io.yumen.service.Call}) and may answer, and {@link io.yumen.service.ServiceHandler}, which makes a handler of the
 * exchange of it. Services implement it; only the composition root and tests start one. May import exchange, schema,
 * protocol, tenant and secret.
 */
@NullMarked
package io.yumen.service;

import org.jspecify.annotations.NullMarked;
