/**
 * The audit: who did what, what was decided, and how it ended. Here is what is recorded of a call ({@link
 * io.yumen.audit.AuditedHandler}), what is left out of it ({@link io.yumen.audit.Redaction}), and whether a call may go on
 * that cannot be recorded. {@code audit.trail} keeps the records in files that show every change, {@code audit.sink} sends
 * copies elsewhere. The composition root puts it around whatever clients reach. May import the exchange, the store, HTTP,
 * telemetry, schemas, tenants, secrets and the protocol.
 */
@NullMarked
package io.yumen.audit;

import org.jspecify.annotations.NullMarked;
