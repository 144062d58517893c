package org.licensehub.hub.access;

import java.util.Optional;

/** Which body answers for the licenses of a type and division (归口单位). */
public interface ResponsibleBodies {

    /**
     * @param areaCode division of the licenses
     * @param asking caller that asks; neither it nor another of its organisation is named
     * @return client id of the responsible body's system; empty: it falls to the administrators
     */
    Optional<String> responsible(String licenseType, String areaCode, String asking);
}
