package org.licensehub.hub.sharing.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.licensehub.hub.access.AccessAction;
import org.licensehub.hub.access.AccessDecision;
import org.licensehub.hub.access.AccessGrant;
import org.licensehub.hub.access.AccessPolicy;
import org.licensehub.hub.access.MissingGrant;
import org.licensehub.store.number.DivisionCode;

/**
 * How far a search may look: licenses of one type, in divisions that belong to each of the sets. By a field that is not shown in clear nothing can be found,
 * or finding would tell what is masked.
 *
 * @param divisions beginnings of division codes
 */
record SearchReach(String licenseType, List<Set<String>> divisions) {

    /** @param missing takes what keeps types, or regions of them, out of the search */
    static List<SearchReach> of(AccessDecision decision, LicenseQuestion question, AccessPolicy policy, List<MissingGrant> missing) {
        List<SearchReach> reaches = new ArrayList<>();
        for (String type : decision.types()) {
            List<Set<String>> regions = new ArrayList<>(List.of(decision.regions(type)));
            for (SearchedWord word : question.words().keySet()) {
                Set<String> shownIn = decision.regionsShowing(type, word.fieldName());
                regions.add(shownIn);
                if (!shownIn.containsAll(decision.regions(type)) && !shownIn.contains(AccessGrant.ANY)) {
                    missing.add(policy.missingField(decision, AccessAction.LOOKUP, type, word.fieldName(), question.elements()));
                }
            }
            if (regions.stream().noneMatch(Set::isEmpty)) {
                reaches.add(new SearchReach(type, regions.stream().map(SearchReach::beginnings).toList()));
            }
        }
        return reaches;
    }

    private static Set<String> beginnings(Set<String> regions) {
        return regions.contains(AccessGrant.ANY) ? Set.of("") : regions.stream().map(SearchReach::beginning).collect(Collectors.toSet());
    }

    /** What the codes of a division and of those within it begin with. */
    static String beginning(String division) {
        return switch (DivisionCode.parse(division).level()) {
            case PROVINCE -> division.substring(0, 2);
            case CITY -> division.substring(0, 4);
            case DISTRICT -> division.substring(0, 6);
        };
    }
}
