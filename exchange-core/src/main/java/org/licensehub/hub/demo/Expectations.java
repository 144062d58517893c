package org.licensehub.hub.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What must have come out, each with what did. */
final class Expectations {

    private final List<Expectation> all = new ArrayList<>();

    /** @param what Chinese first */
    record Expectation(String what, boolean held, String expected, String actual) {
    }

    void equal(String what, Object expected, Object actual) {
        all.add(new Expectation(what, Objects.equals(expected, actual), String.valueOf(expected), String.valueOf(actual)));
    }

    void holds(String what, boolean held) {
        equal(what, true, held);
    }

    List<Expectation> all() {
        return List.copyOf(all);
    }

    List<Expectation> failed() {
        return all.stream().filter(expectation -> !expectation.held()).toList();
    }
}
