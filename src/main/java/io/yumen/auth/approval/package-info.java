/**
 * Calls that wait for somebody's approval: of a person who operates the gateway ({@link io.yumen.auth.approval.Approvals}), or of
 * the user of the client that calls ({@link io.yumen.auth.approval.Confirmation}). The composition root asks it where a rule says
 * so, and the operations API lists and decides what waits. It may import what requests are, the store, and values.
 */
@NullMarked
package io.yumen.auth.approval;

import org.jspecify.annotations.NullMarked;
