package org.licensehub.store.number;

import java.util.Optional;

/** A text was given where only a correct number is allowed. The message names type and fault, never the text itself. */
public final class InvalidNumberException extends IllegalArgumentException {

    private final NumberFault fault;

    InvalidNumberException(Class<?> type, NumberFault fault) {
        super(type.getSimpleName() + ": " + fault.code());
        this.fault = fault;
    }

    /** What is wrong with the text. */
    public NumberFault fault() {
        return fault;
    }

    static void throwIfPresent(Class<?> type, Optional<NumberFault> fault) {
        fault.ifPresent(found -> {
            throw new InvalidNumberException(type, found);
        });
    }
}
