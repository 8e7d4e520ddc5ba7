package io.yumen.service.awsdocs.shelf.desk;

import io.yumen.service.awsdocs.shelf.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Says why a copy may be out of date. */
final class Notes {
    private Notes() {}

    static String of(Stamp stamp, Instant now, Optional<String> failure) {
        String age = "This copy was last confirmed by AWS at " + stamp.checked().truncatedTo(ChronoUnit.SECONDS) + ", "
                + words(Duration.between(stamp.checked(), now)) + " ago";
        return failure.map(reason -> age + ", and AWS did not answer since: " + reason)
                .orElse(age + "; a new one is asked for now.");
    }

    private static String words(Duration age) {
        if (age.toDays() > 1) {
            return age.toDays() + " days";
        }
        if (age.toHours() > 1) {
            return age.toHours() + " hours";
        }
        return Math.max(1, age.toMinutes()) + (age.toMinutes() > 1 ? " minutes" : " minute");
    }
}
