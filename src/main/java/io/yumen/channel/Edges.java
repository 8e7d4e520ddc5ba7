package io.yumen.channel;

import io.yumen.session.legacy.LegacySessions;
import io.yumen.session.modern.ModernEdge;

/**
 * What a conversation is handed to, whatever the wire.
 *
 * @param modern serves clients of the modern era
 * @param legacy the sessions of the legacy era
 */
public record Edges(ModernEdge modern, LegacySessions legacy) {}
