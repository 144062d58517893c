package org.licensehub.store.index;

/**
 * The index did not do what it was asked; whoever asked tries again or answers without it. The message names kinds and numbers
 * of errors, never what was to be stored.
 */
public final class IndexFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    IndexFailure(String message) {
        super(message);
    }
}
