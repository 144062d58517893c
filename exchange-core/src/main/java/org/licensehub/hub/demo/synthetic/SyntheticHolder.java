package org.licensehub.hub.demo.synthetic;

import java.time.LocalDate;

/** Somebody who does not exist and holds licenses. */
sealed interface SyntheticHolder {

    String name();

    /** ID number or unified social credit code. */
    String number();

    /** Six-digit code of the district that keeps the holder's licenses. */
    String district();

    record Person(String name, String number, String district, boolean male, LocalDate birthDate)
            implements SyntheticHolder {
    }

    record Organisation(String name, String number, String district, String legalRepresentative)
            implements SyntheticHolder {
    }
}
