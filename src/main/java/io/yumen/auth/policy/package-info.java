/**
 * What those may see and do who came in: rules in order, the scopes of a credential, and views. {@link
 * io.yumen.auth.policy.RulePolicy} is what the hub asks as {@link io.yumen.exchange.Policy}. CEL stays in this room, and is loaded
 * only where a rule uses it. The composition root makes it of the configuration, which checks rules with {@link
 * io.yumen.auth.policy.RuleConfig}; it may import what requests are and values.
 */
@NullMarked
package io.yumen.auth.policy;

import org.jspecify.annotations.NullMarked;
