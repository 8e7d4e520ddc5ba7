package io.yumen.hub.names;

/** When a tool or prompt carries its server's name. */
public enum Prefixing {
    /** Only where two servers offer the same name; then each of them does. */
    AUTO,
    /** Always. */
    ALWAYS,
    /** Never: where two servers offer the same name, the first in the order of the configuration has it. */
    NEVER
}
