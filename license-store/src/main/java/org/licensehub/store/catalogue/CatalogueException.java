package org.licensehub.store.catalogue;

import java.util.List;

/** Catalogue files contradict themselves or each other, so that the hub must not start with them. */
public final class CatalogueException extends RuntimeException {

    private final List<String> problems;

    CatalogueException(List<String> problems) {
        super("Catalogue refused: " + String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** Every problem found, each beginning with the file it is in. */
    public List<String> problems() {
        return problems;
    }
}
