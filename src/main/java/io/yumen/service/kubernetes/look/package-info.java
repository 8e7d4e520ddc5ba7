/**
 * The tools that look at clusters: objects of any kind, logs, events, use, rollouts, rights. Called by {@code service.kubernetes}. May
 * import service.kubernetes.api, service, service.answer, catalogue, schema, protocol.
 */
@NullMarked
package io.yumen.service.kubernetes.look;

import org.jspecify.annotations.NullMarked;
