package io.yumen.service.answer;

/** How much of a thing is told. */
public enum Detail {
    /** What it is called. */
    NAMES,
    /** What one wants to know at a glance. */
    SUMMARY,
    /** All that there is. */
    FULL
}
