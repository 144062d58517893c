package org.licensehub.hub.seals;

import java.util.UUID;

/**
 * What is applied for.
 *
 * @param ownerName the organisation, as its licenses name it; stands along the arc
 * @param ownerCode its unified social credit code, or {@code null} for a body that has none
 * @param kind what the seal is for
 * @param diameterMm whole millimetres, 35 to 45 (国发〔1999〕25号: 45 for city and district governments, at most 45 for others)
 * @param star whether a five-pointed star stands in the centre; otherwise it is left blank
 * @param replaces the seal whose place the new one will take, or {@code null}
 * @param licenseId the license it was applied for together with, or {@code null}
 * @param reason why; kept encrypted
 */
public record SealApplication(String ownerName, String ownerCode, SealKind kind, int diameterMm, boolean star, UUID replaces,
        UUID licenseId, String reason) {

    public static final int SMALLEST_MM = 35;
    public static final int LARGEST_MM = 45;
    private static final int USUAL_MM = 42;

    /** An application in the usual size: 45 mm for a people's government, 42 mm with a star for anybody else. */
    public static SealApplication usual(String ownerName, String ownerCode, SealKind kind, UUID licenseId, String reason) {
        boolean government = isGovernment(ownerName);
        return new SealApplication(ownerName, ownerCode, kind, usualDiameter(ownerName), !government, null, licenseId, reason);
    }

    /** @return millimetres */
    public static int usualDiameter(String ownerName) {
        return isGovernment(ownerName) ? LARGEST_MM : USUAL_MM;
    }

    /** The centre of a government's seal is the national emblem, which is not drawn here: it is left blank. */
    public static boolean isGovernment(String ownerName) {
        return ownerName.endsWith("人民政府");
    }

    /** Name of the seal: owner, then its purpose. */
    public String sealName() {
        return ownerName + kind.secondLine();
    }
}
