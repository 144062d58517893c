package org.licensehub.hub.access.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.licensehub.hub.access.AccessGrant;
import org.licensehub.hub.access.GrantTerms;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.store.catalogue.LicenseType;
import org.licensehub.store.catalogue.LicenseTypeCatalogue;
import org.licensehub.store.catalogue.ServiceItemCatalogue;
import org.licensehub.store.number.DivisionCode;
import org.springframework.stereotype.Component;

/** Terms of grants that mean something: known types, fields, items and divisions. */
@Component
class GrantTermsCheck {

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
    private static final int MOST_REGIONS = 1000;

    private final LicenseTypeCatalogue types;
    private final ServiceItemCatalogue items;
    private final Clock clock;

    GrantTermsCheck(LicenseTypeCatalogue types, ServiceItemCatalogue items, Clock clock) {
        this.types = types;
        this.items = items;
        this.clock = clock;
    }

    /**
     * @return the terms with everything filled in that may be left out, but the beginning
     * @throws ProblemException naming the part at fault
     */
    GrantTerms checked(GrantTerms terms) {
        LicenseType type = Optional.ofNullable(terms.licenseType()).flatMap(types::find).orElseThrow(() -> ProblemException.invalid(
                "licenseType", "unknown_license_type", "证照目录中没有该证照类型代码", "not in the license-type catalogue"));
        if (terms.actions() == null || terms.actions().isEmpty() || terms.fields() == null || terms.serviceItems() == null
                || terms.serviceItems().isEmpty() || terms.actions().stream().anyMatch(Objects::isNull)) {
            throw ProblemException.invalid("actions", "missing_field", "须给出操作、字段与事项", "give actions, fields and service items");
        }
        if (!terms.fields().stream().allMatch(field -> AccessGrant.ANY.equals(field) || field != null && type.field(field).isPresent())) {
            throw ProblemException.invalid("fields", "unknown_field", "该证照类型没有此字段", "the license type has no such field");
        }
        if (!terms.serviceItems().stream().allMatch(item -> AccessGrant.ANY.equals(item) || item != null && items.find(item).isPresent())) {
            throw ProblemException.invalid("serviceItems", "unknown_service_item", "事项目录中没有该事项编码", "not in the service-item catalogue");
        }
        Set<String> regions = terms.regions() == null ? Set.of(AccessGrant.ANY) : terms.regions();
        requireRegions(regions);
        requirePeriod(terms.validFrom(), terms.validTo());
        requireQuota("dailyQuota", terms.dailyQuota());
        requireQuota("totalQuota", terms.totalQuota());
        return new GrantTerms(terms.licenseType(), terms.actions(), terms.fields(), terms.serviceItems(), regions, terms.validFrom(), terms.validTo(),
                terms.dailyQuota(), terms.totalQuota());
    }

    /** A department names what it needs: neither every field nor every item. */
    GrantTerms checkedRequest(GrantTerms wanted) {
        GrantTerms terms = checked(wanted);
        requireNamed("fields", terms.fields());
        requireNamed("serviceItems", terms.serviceItems());
        if (terms.validTo() != null && !terms.validTo().isAfter(clock.instant())) {
            throw ProblemException.invalid("validTo", "out_of_range", "须晚于现在", "must be later than now");
        }
        return terms;
    }

    private static void requireNamed(String field, Set<String> named) {
        if (named.stream().anyMatch(AccessGrant.ANY::equals)) {
            throw ProblemException.invalid(field, "too_wide", "请逐一列出所需的内容，不得申请全部", "name what is needed one by one, not everything");
        }
    }

    static void requireRegions(Set<String> regions) {
        if (regions.isEmpty() || regions.size() > MOST_REGIONS || !regions.stream().allMatch(region -> region != null && knownRegion(region))) {
            throw ProblemException.invalid("regions", "unknown_region", "须为 1 到 1000 个 6 位行政区划代码，或 *", "1 to 1000 division codes of 6 digits, or *");
        }
    }

    static boolean knownRegion(String region) {
        return AccessGrant.ANY.equals(region) || region.length() == 6 && DivisionCode.tryParse(region).isPresent();
    }

    private static void requirePeriod(Instant from, Instant to) {
        if (!storable(from) || !storable(to)) {
            throw ProblemException.invalid("validTo", "out_of_range", "时间须在公元 1 年到 9999 年之间", "times are from year 1 to 9999");
        }
        if (from != null && to != null && !to.isAfter(from)) {
            throw ProblemException.invalid("validTo", "out_of_range", "截止时间须晚于起始时间", "must be later than the beginning");
        }
    }

    private static boolean storable(Instant time) {
        return time == null || !time.isBefore(EARLIEST) && time.isBefore(LATEST);
    }

    private static void requireQuota(String field, Long quota) {
        if (quota != null && quota < 1) {
            throw ProblemException.invalid(field, "out_of_range", "须为正数；不填则不限", "must be positive; leave it out for no limit");
        }
    }

    /**
     * What is approved of a request: what is left out is as asked for.
     *
     * @throws ProblemException if any part goes beyond what was asked for
     */
    GrantTerms narrowed(GrantTerms asked, GrantTerms less) {
        GrantTerms terms = checked(new GrantTerms(asked.licenseType(), or(less, GrantTerms::actions, asked), or(less, GrantTerms::fields, asked),
                or(less, GrantTerms::serviceItems, asked), or(less, GrantTerms::regions, asked), or(less, GrantTerms::validFrom, asked),
                or(less, GrantTerms::validTo, asked), or(less, GrantTerms::dailyQuota, asked), or(less, GrantTerms::totalQuota, asked)));
        requireLess("licenseType", less == null || less.licenseType() == null || less.licenseType().equals(asked.licenseType()));
        requireLess("actions", asked.actions().containsAll(terms.actions()));
        requireLess("fields", asked.fields().containsAll(terms.fields()));
        requireLess("serviceItems", asked.serviceItems().containsAll(terms.serviceItems()));
        requireLess("regions", terms.regions().stream().allMatch(region -> AccessGrant.includes(asked.regions(), region)));
        requireLess("validFrom", asked.validFrom() == null || !terms.validFrom().isBefore(asked.validFrom()));
        requireLess("validTo", asked.validTo() == null || !terms.validTo().isAfter(asked.validTo()));
        requireLess("dailyQuota", asked.dailyQuota() == null || terms.dailyQuota() <= asked.dailyQuota());
        requireLess("totalQuota", asked.totalQuota() == null || terms.totalQuota() <= asked.totalQuota());
        return terms;
    }

    private static <T> T or(GrantTerms less, Function<GrantTerms, T> part, GrantTerms asked) {
        T chosen = less == null ? null : part.apply(less);
        return chosen == null ? part.apply(asked) : chosen;
    }

    private static void requireLess(String field, boolean less) {
        if (!less) {
            throw ProblemException.invalid(field, "wider_than_requested", "不得超出申请的范围", "must not go beyond what was asked for");
        }
    }
}
