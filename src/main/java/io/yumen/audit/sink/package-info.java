/**
 * Copies of the audit's records elsewhere: to a receiver of syslog, or of JSON lines over HTTP. Each sink has a queue and a
 * thread of its own, so that nobody waits for it; what does not fit is dropped and counted, and the trail has it all the
 * same. The composition root starts sinks and hands them to the trail. May import the audit, HTTP and the protocol.
 */
@NullMarked
package io.yumen.audit.sink;

import org.jspecify.annotations.NullMarked;
