package io.yumen.telemetry;

/** The version of this program, as its build wrote it into the jar. */
public final class Version {
    private Version() {}

    /** The version, or {@code development} where there is no jar. */
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
