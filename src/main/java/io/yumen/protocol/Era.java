package io.yumen.protocol;

/** The two wire generations of MCP: with sessions, and stateless. */
public enum Era {
    /** Revisions 2024-11-05 to 2025-11-25: {@code initialize}, sessions, requests in both directions. */
    LEGACY,
    /** Revision 2026-07-28 and later: every request describes itself, and only clients send requests. */
    MODERN
}
