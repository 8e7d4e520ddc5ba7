package io.yumen.audit;

/**
 * How much of what clients send stands in a record, so that none of them can fill the disk with one.
 *
 * @param text letters of a name
 * @param names names of arguments
 * @param argument letters of the name of an argument
 * @param value letters of the value of an argument that is recorded
 */
public record AuditLimits(int text, int names, int argument, int value) {
    /** 256 letters of a name, 32 arguments, 64 letters of the name of each, 256 of its value. */
    public static final AuditLimits DEFAULT = new AuditLimits(256, 32, 64, 256);
}
