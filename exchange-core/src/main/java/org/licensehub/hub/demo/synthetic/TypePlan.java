package org.licensehub.hub.demo.synthetic;

import java.time.Period;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How often a license type occurs, who issues it and how its numbers are written. */
enum TypePlan {
    BUSINESS("business-license", 12, "market-regulation", "市场监督管理局", Period.ZERO),
    RESIDENCE("residence-permit", 16, "public-security", "公安分局", Period.ofYears(1)),
    SOCIAL_INSURANCE("social-insurance-proof", 16, "social-insurance", "社会保险中心", Period.ofMonths(3)),
    EMPLOYMENT("employment-entrepreneurship-certificate", 12, "human-resources", "人力资源和社会保障局", Period.ZERO),
    TAX("tax-payment-proof", 10, "taxation", "税务局", Period.ZERO),
    REAL_ESTATE("real-estate-certificate", 10, "natural-resources", "自然资源和规划局", Period.ZERO),
    MARRIAGE("marriage-certificate", 6, "civil-affairs", "民政局", Period.ZERO),
    FOOD("food-business-permit", 6, "market-regulation", "市场监督管理局", Period.ofYears(5)),
    HYGIENE("public-place-hygiene-permit", 4, "health", "卫生健康局", Period.ofYears(4)),
    PUBLICATION("publication-business-permit", 2, "culture-tourism", "文化和旅游局", Period.ofYears(5)),
    ROAD_TRANSPORT("road-transport-qualification", 4, "transport", "交通运输局", Period.ofYears(6)),
    SCHOOL("private-school-permit", 2, "education", "教育局", Period.ofYears(5));

    private static final Map<String, TypePlan> BY_SLUG =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(plan -> plan.slug, Function.identity()));

    private final String slug;
    private final int weight;
    private final String department;
    private final String departmentName;
    private final Period validity;

    TypePlan(String slug, int weight, String department, String departmentName, Period validity) {
        this.slug = slug;
        this.weight = weight;
        this.department = department;
        this.departmentName = departmentName;
        this.validity = validity;
    }

    static Optional<TypePlan> of(String slug) {
        return Optional.ofNullable(BY_SLUG.get(slug));
    }

    int weight() {
        return weight;
    }

    /** Name of the department within a source, e.g. market-regulation. */
    String department() {
        return department;
    }

    /** Chinese name of the department without the place. */
    String departmentName() {
        return departmentName;
    }

    /** Zero: long-term. */
    Period validity() {
        return validity;
    }

    /** License number; 18 characters only where it is meant to be the holder's number. */
    String licenseNumber(SyntheticHolder holder, String area, int year, int serial) {
        return switch (this) {
            case BUSINESS, ROAD_TRANSPORT -> holder.number();
            case RESIDENCE -> "JZ%s%08d".formatted(area, serial);
            case SOCIAL_INSURANCE -> "SB%s%d%07d".formatted(area, year, serial);
            case EMPLOYMENT -> serial % 2 == 0 ? holder.number() : "%s%010d".formatted(area, serial);
            case TAX -> "(%d)闽税证明%07d".formatted(year, serial);
            case REAL_ESTATE -> "闽(%d)厦门市不动产权第%07d号".formatted(year, serial);
            case MARRIAGE -> "J%s-%d-%06d".formatted(area, year, serial);
            case FOOD -> "JY1%s%07d".formatted(area, serial);
            case HYGIENE -> "闽卫公证字[%d]第%s%06d号".formatted(year, area, serial);
            case PUBLICATION -> "新出发闽零字第%s%05d号".formatted(area, serial);
            case SCHOOL -> "教民%s%09d号".formatted(area, serial);
        };
    }
}
