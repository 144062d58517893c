package org.licensehub.hub.access.internal;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.licensehub.hub.access.CallerInterface;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Which interface a request calls, matched as the framework matches controllers, so that no spelling of a path is two things at once. */
final class CallerInterfaces {

    private record Rule(RequestMatcher matcher, CallerInterface called) {
    }

    private final List<Rule> rules = new ArrayList<>();
    private final List<RequestMatcher> everybodys = Stream.concat(Arrays.stream(SecurityConfiguration.PUBLIC)
            .map(pattern -> (RequestMatcher) PathPatternRequestMatcher.withDefaults().matcher(pattern)), Stream.of(PathPatternRequestMatcher.withDefaults()
                    .matcher(HttpMethod.GET, "/api/v1/waiver-lists/**"))).toList();

    CallerInterfaces() {
        add(CallerInterface.RECORD_BATCHES, "/api/v1/records/batch");
        add(CallerInterface.RECORDS, "/api/v1/records/**");
        add(CallerInterface.QUARANTINE, "/api/v1/quarantine/**");
        add(CallerInterface.REVIEWS, "/api/v1/reviews/**");
        for (String change : List.of("suspension", "resumption", "ending")) {
            rules.add(new Rule(PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, "/api/v1/licenses/*/" + change),
                    CallerInterface.LICENSE_STATES));
        }
        add(CallerInterface.ACCESS_TRIALS, "/api/v1/access:dry-run");
        add(CallerInterface.GRANT_REQUESTS, "/api/v1/grant-requests/**");
        add(CallerInterface.CONSENTS, "/api/v1/consents/**");
        add(CallerInterface.FORMS, "/api/v1/forms/**");
        add(CallerInterface.WAIVER_LISTS, "/api/v1/waiver-lists/**");
        add(CallerInterface.MISSING_LICENSES, "/api/v1/missing-licenses/**");
        add(CallerInterface.HOLDER_VIEWS, "/api/v1/holder-view/**");
        add(CallerInterface.OBJECTIONS, "/api/v1/objections/**");
        add(CallerInterface.LOOKUP_BATCHES, "/api/v1/lookups/batch");
        add(CallerInterface.LOOKUPS, "/api/v1/lookups/**");
        add(CallerInterface.LICENSE_SEARCHES, "/api/v1/licenses/search");
        add(CallerInterface.LICENSE_DATA, "/api/v1/licenses/*/data");
        add(CallerInterface.LICENSE_FILES, "/api/v1/licenses/*/file");
        add(CallerInterface.LICENSE_COPIES, "/api/v1/licenses/*/copies");
        add(CallerInterface.INFORMATION_CHECKS, "/api/v1/verifications/information");
        add(CallerInterface.FILE_CHECKS, "/api/v1/verifications/file");
        addNationalInterface();
        add(CallerInterface.SEALS, "/api/v1/seals/**");
        add(CallerInterface.AUDIT, "/api/v1/audit/**");
        add(CallerInterface.AUDIT, "/api/v1/statistics/audit-flags");
        for (String part : List.of("callers", "grants", "license-owners", "operator-holders", "peering", "statistics", "connectors", "accounts")) {
            add(CallerInterface.ADMINISTRATION, "/api/v1/" + part + "/**");
        }
    }

    /** The same under other names (GB/T 36906): who may not look licenses up may not do so in that way either. */
    private void addNationalInterface() {
        add(CallerInterface.LOOKUPS, "/share/v1/queryCert");
        add(CallerInterface.LICENSE_DATA, "/share/v1/queryCertInfo");
        add(CallerInterface.LICENSE_COPIES, "/share/v1/downloadFile");
        add(CallerInterface.LICENSE_COPIES, "/share/v1/downloadUrl");
        add(CallerInterface.LICENSE_COPIES, "/share/v1/files/*");
        add(CallerInterface.INFORMATION_CHECKS, "/share/v1/verifyCertInfo");
        add(CallerInterface.FILE_CHECKS, "/share/v1/verifyFile");
    }

    private void add(CallerInterface called, String pattern) {
        rules.add(new Rule(PathPatternRequestMatcher.withDefaults().matcher(pattern), called));
    }

    /** What is open to everybody is open to a caller that sends its token along. */
    boolean open(HttpServletRequest request) {
        return everybodys.stream().anyMatch(matcher -> matcher.matches(request));
    }

    /** @return empty for what belongs to none: a caller that is narrowed to some interfaces must not call it */
    Optional<CallerInterface> of(HttpServletRequest request) {
        return rules.stream().filter(rule -> rule.matcher.matches(request)).map(Rule::called).findFirst();
    }
}
