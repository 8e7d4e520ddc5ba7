package io.yumen.backend;

/** The lists of a server that can change. Resource templates change with resources. */
public enum ListKind {
    TOOLS,
    PROMPTS,
    RESOURCES
}
