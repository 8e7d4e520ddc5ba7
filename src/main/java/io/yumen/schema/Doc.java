package io.yumen.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says what a component of a record means, for the schema that is generated from the record. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Doc {
    /** One sentence for the model that fills the component in. */
    String value();

    /** Its name on the wire; by default that of the component. */
    String name() default "";

    /** The least value of a number. */
    long min() default Long.MIN_VALUE;

    /** The greatest value of a number; the greatest length of a string or a list. */
    long max() default Long.MAX_VALUE;

    /** What the component is where it is left out, as JSON; a component that has it is not required. */
    String fallback() default "";

    /** What a JSON tree is, or each of a list of them, that is passed on as it is; a tree of any form by default. */
    Class<? extends Record> form() default Record.class;

    /** The name of the {@code Mcp-Param-*} header that mirrors it (2026-07-28, {@code x-mcp-header}); none by default. */
    String header() default "";
}
