/**
 * The tools that change clusters: apply, patch, delete, scale, roll out, drain, and what reaches into pods. Which of them are offered is
 * the mode's. Called by {@code service.kubernetes}. May import service.kubernetes.api, service, service.answer, catalogue, schema, protocol.
 */
@NullMarked
package io.yumen.service.kubernetes.change;

import org.jspecify.annotations.NullMarked;
