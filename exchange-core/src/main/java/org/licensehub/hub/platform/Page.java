package org.licensehub.hub.platform;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.function.Function;

/**
 * One page of a list that can be read to its end.
 *
 * @param next pass as {@code after} for the next page; {@code null} at the end
 */
public record Page<T>(List<T> items, @Schema(types = {"string", "null"}) String next) {

    private static final int LARGEST = 1000;

    /** @throws ProblemException if a page of that size is not given */
    public static int limit(int wanted) {
        if (wanted < 1 || wanted > LARGEST) {
            throw ProblemException.invalid("limit", "out_of_range", "每页 1 到 1000 条", "a page has 1 to 1000 items");
        }
        return wanted;
    }

    /** A full page may have a successor; a shorter one is the last. */
    public static <T> Page<T> of(List<T> items, int limit, Function<T, String> cursor) {
        return new Page<>(items, items.size() < limit ? null : cursor.apply(items.get(items.size() - 1)));
    }
}
