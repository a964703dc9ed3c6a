package isthmus;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a limit of {@link Limits} is when nobody says otherwise, where it may lie, and what it means. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Limit {
    /** The value when nobody says otherwise. */
    long initial();

    long least() default 1;

    long most() default Integer.MAX_VALUE;

    /** What it bounds, and what happens beyond it, for the person who sets it. */
    String meaning();
}
