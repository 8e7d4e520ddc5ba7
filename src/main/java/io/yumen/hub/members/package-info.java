/**
 * The servers that are part of the hub, and their lists made one: a {@link io.yumen.hub.members.Fleet} of
 * {@link io.yumen.hub.members.Member members}, and a {@link io.yumen.hub.members.Catalog} for those who share connections.
 * {@code hub} calls it. May import hub.lists, hub.names, hub.forms and what stands below them.
 */
@NullMarked
package io.yumen.hub.members;

import org.jspecify.annotations.NullMarked;
