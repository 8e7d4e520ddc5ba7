/**
 * What servers say of themselves, remembered: definitions of tools, prompts, templates and instructions are pinned by digest on
 * first use, changes are told, shown and approved, and what is hidden in them is found. The hub asks the
 * {@link io.yumen.pin.Inspector} for each list that it has read; the operations API decides through {@link io.yumen.pin.Pins}. May
 * import the store, telemetry and the protocol.
 */
@NullMarked
package io.yumen.pin;

import org.jspecify.annotations.NullMarked;
