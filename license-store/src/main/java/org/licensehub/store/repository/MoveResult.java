package org.licensehub.store.repository;

import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseState;

/** What came of the wish to move a license: done, or why not. */
public sealed interface MoveResult {

    record Moved(License license) implements MoveResult {
    }

    record NotFound() implements MoveResult {
    }

    /** The state machine has no such move. */
    record Illegal(LicenseState from, LicenseState to) implements MoveResult {
    }

    /** Only the hub that issued the license may change it. */
    record NotOurs(String originHub) implements MoveResult {
    }
}
