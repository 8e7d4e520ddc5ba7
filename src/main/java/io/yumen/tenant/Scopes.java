package io.yumen.tenant;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** What a credential is good for: names as in RFC 6749 section 3.3, or everything where it says nothing. */
public sealed interface Scopes {
    /** The credential is not narrowed down. */
    Scopes ALL = new All();

    /** Whether it is good for that. */
    boolean has(String scope);

    /** Those names; an empty list is good for nothing. */
    static Scopes of(Collection<String> names) {
        return new Only(new TreeSet<>(names));
    }

    /** The names of a list that is separated by spaces, as in the claim {@code scope}. */
    static Scopes read(String text) {
        return of(Arrays.stream(text.split(" ")).filter(name -> !name.isEmpty()).toList());
    }

    /** Everything. */
    record All() implements Scopes {
        @Override
        public boolean has(String scope) {
            return true;
        }
    }

    /** Those names alone. */
    record Only(Set<String> names) implements Scopes {
        public Only {
            names = Set.copyOf(names);
        }

        @Override
        public boolean has(String scope) {
            return names.contains(scope);
        }
    }
}
