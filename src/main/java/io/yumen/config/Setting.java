package io.yumen.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents one key of the configuration file, for the JSON Schema and for the reader. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
    /** What it is, its unit, its limits. */
    String value();

    /** The default, written as it would stand in the file; empty where leaving it out means "none". */
    String fallback() default "";

    /** Marks a component that is a record whose keys stand in the file beside the others, not in an object of their own. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.RECORD_COMPONENT)
    @interface Inline {}

    /** Marks a list that has an entry where it stands in the file: one without any would say the contrary of what it looks like. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.RECORD_COMPONENT)
    @interface Filled {
        /** What an empty one would mean, and what to write instead. */
        String value();
    }

    /** Marks a record that can be written as one word, which is the value of that key. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Word {
        /** The key, whose type is an enum. */
        String value();
    }

    /** Marks a record that other programs write too: an unknown key in it is a warning, not an error. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Lenient {}
}
