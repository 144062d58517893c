package org.licensehub.hub.access;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.licensehub.hub.audit.AnswerClaim;

/**
 * What a caller may see of which licenses.
 *
 * @param granted grants by license type; several grants on a type add up
 * @param missing what it lacks of the types it asked for, and what of other regions
 * @param consent the holder's consent, if that is the ground; otherwise {@code null}
 */
public record AccessDecision(Map<String, List<AccessGrant>> granted, List<MissingGrant> missing, Consent consent) {

    /** By grants. */
    public AccessDecision(Map<String, List<AccessGrant>> granted, List<MissingGrant> missing) {
        this(granted, missing, null);
    }

    public Set<String> types() {
        return granted.keySet();
    }

    public AccessBasis basis() {
        return consent == null ? AccessBasis.DUTY : AccessBasis.CONSENT;
    }

    /** Whether licenses of this type that belong to this division may be used. */
    public boolean covers(String licenseType, String areaCode) {
        return of(licenseType).stream().anyMatch(grant -> grant.reaches(areaCode));
    }

    /** The same for one license: a consent may be for some licenses of its type. */
    public boolean covers(String licenseType, String areaCode, String identifier) {
        return covers(licenseType, areaCode) && (consent == null || consent.identifiers().isEmpty() || consent.identifiers().contains(identifier));
    }

    /** Whether a field of licenses of this type and division is shown in clear. */
    public boolean shows(String licenseType, String areaCode, String field) {
        return of(licenseType).stream().anyMatch(grant -> grant.reaches(areaCode) && grant.shows(field));
    }

    /** Whether a field is shown in clear in some region. */
    public boolean showsSomewhere(String licenseType, String field) {
        return of(licenseType).stream().anyMatch(grant -> grant.shows(field));
    }

    /** Divisions whose licenses of this type may be used. */
    public Set<String> regions(String licenseType) {
        Set<String> regions = new TreeSet<>();
        of(licenseType).forEach(grant -> regions.addAll(grant.regions()));
        return regions.contains(AccessGrant.ANY) ? Set.of(AccessGrant.ANY) : regions;
    }

    /** Divisions in whose licenses of this type a field is shown in clear. */
    public Set<String> regionsShowing(String licenseType, String field) {
        Set<String> regions = new TreeSet<>();
        of(licenseType).stream().filter(grant -> grant.shows(field)).forEach(grant -> regions.addAll(grant.regions()));
        return regions.contains(AccessGrant.ANY) ? Set.of(AccessGrant.ANY) : regions;
    }

    /** The same, as far as it bears on a license of this type and division. */
    public AccessDecision about(String licenseType, String areaCode) {
        Map<String, List<AccessGrant>> some = new LinkedHashMap<>();
        List<AccessGrant> reaching = of(licenseType).stream().filter(grant -> grant.reaches(areaCode)).toList();
        if (!reaching.isEmpty()) {
            some.put(licenseType, reaching);
        }
        return new AccessDecision(some, missing, consent);
    }

    /** What an answer by this decision rests on; its record is kept only with it. */
    public AnswerClaim ground() {
        if (consent != null) {
            return new AnswerGround(Set.of(), consent.id());
        }
        Set<UUID> ids = new LinkedHashSet<>();
        granted.values().forEach(grants -> grants.forEach(grant -> ids.add(grant.id())));
        return new AnswerGround(ids, null);
    }

    /** The same for one that was made from memory: what was changed since then makes it void. */
    public AnswerClaim ground(long version) {
        Set<UUID> ids = new LinkedHashSet<>();
        granted.values().forEach(grants -> grants.stream().filter(grant -> grant.validTo() != null || grant.limited()).forEach(grant -> ids.add(grant.id())));
        return new AnswerGround(ids, null, version);
    }

    /** Ids of all grants it was made by, in an order that is always the same. */
    public List<UUID> grantIds() {
        return granted.values().stream().flatMap(List::stream).map(AccessGrant::id).toList();
    }

    private List<AccessGrant> of(String licenseType) {
        return granted.getOrDefault(licenseType, List.of());
    }
}
