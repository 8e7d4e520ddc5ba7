package io.yumen.audit.trail;

import java.nio.file.Path;
import java.util.List;

/** What somebody finds who looks a trail through. */
public sealed interface Finding {
    /**
     * Every record is as it was written, and where it was written.
     *
     * @param records how many there are
     * @param files in how many files
     * @param notes what is no fault, and worth knowing
     */
    record Intact(long records, int files, List<String> notes) implements Finding {
        public Intact {
            notes = List.copyOf(notes);
        }
    }

    /**
     * Something was changed, moved or taken away.
     *
     * @param file where
     * @param line the first line that is not as it should be; the first has 1
     * @param sequence the number of the record that should be there
     * @param what what is wrong with it
     */
    record Broken(Path file, long line, long sequence, String what) implements Finding {}
}
