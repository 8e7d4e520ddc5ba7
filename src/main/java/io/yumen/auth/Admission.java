package io.yumen.auth;

import io.yumen.tenant.Access;

/** The outcome of the question who somebody is: there is nothing between in and out. */
public sealed interface Admission {
    /** He may come in. */
    record Admitted(Access access) implements Admission {}

    /** He may not. */
    record Refused(Denial denial) implements Admission {}

    /** A refusal for that reason. */
    static Admission refused(Denial.Reason reason, String message) {
        return new Refused(new Denial(reason, message));
    }
}
