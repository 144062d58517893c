package org.licensehub.hub.demo.synthetic;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.licensehub.store.catalogue.CommonField;
import org.licensehub.store.catalogue.FieldDefinition;
import org.licensehub.store.catalogue.FieldKind;
import org.licensehub.store.catalogue.LicenseType;

/** Spoils a good record in one of the ten ways, so that the gate finds exactly this one fault. */
final class FaultInjection {

    // Free-form numbers have no check of their own that could add a second fault.
    private static final List<String> FREE_FORM_TYPES = List.of("099", "120", "999");
    private static final String NOWHERE = "999999";

    private final Random random;
    private final ReservedNumbers numbers;
    private final LocalDate today;

    FaultInjection(Random random, ReservedNumbers numbers, LocalDate today) {
        this.random = random;
        this.numbers = numbers;
        this.today = today;
    }

    boolean possible(InjectedFault fault, LicenseType type, SyntheticRecord good) {
        return switch (fault) {
            case IMPOSSIBLE_BIRTH_DATE -> "111".equals(CommonField.HOLDER_TYPE.in(good.fields()));
            case MISSING_REQUIRED_FIELD -> own(type, FieldDefinition::required).findAny().isPresent();
            case FOREIGN_HOLDER_TYPE -> foreignType(type).isPresent();
            case CODE_OUTSIDE_LIST -> own(type, field -> field.kind() == FieldKind.CODE).findAny().isPresent();
            default -> true;
        };
    }

    SyntheticRecord spoil(InjectedFault fault, LicenseType type, SyntheticRecord good) {
        Map<String, String> fields = new LinkedHashMap<>(good.fields());
        switch (fault) {
            case WRONG_CHECK_CHARACTER -> setFirstHolder(fields, withOtherEnd(firstHolder(fields)));
            case IMPOSSIBLE_BIRTH_DATE ->
                    setFirstHolder(fields, numbers.impossiblePersonNumber(firstHolder(fields).substring(0, 6)));
            case MISSING_REQUIRED_FIELD -> fields.remove(anyOf(own(type, FieldDefinition::required)).name());
            case FOREIGN_HOLDER_TYPE -> nameByForeignType(fields, foreignType(type).orElseThrow());
            case ISSUED_TOMORROW -> set(fields, CommonField.ISSUE_DATE, today.plusDays(1).toString());
            case NO_SUCH_DAY -> set(fields, CommonField.ISSUE_DATE, today.getYear() - 1 + "-02-30");
            case END_BEFORE_START -> {
                set(fields, CommonField.VALIDITY_START, today.minusDays(10).toString());
                set(fields, CommonField.VALIDITY_END, today.minusDays(11).toString());
            }
            case UNKNOWN_DIVISION -> set(fields, CommonField.AREA_CODE, NOWHERE);
            case WRONG_ISSUER_CODE ->
                    set(fields, CommonField.ISSUER_CODE, withOtherEnd(CommonField.ISSUER_CODE.in(fields)));
            case CODE_OUTSIDE_LIST ->
                    fields.put(anyOf(own(type, field -> field.kind() == FieldKind.CODE)).name(), "无");
        }
        return new SyntheticRecord(good.typeCode(), good.source(), good.sourceKey(), good.revision(), fields,
                good.issuingLevel(), good.areaCode(), Optional.of(fault));
    }

    private void nameByForeignType(Map<String, String> fields, String type) {
        set(fields, CommonField.HOLDER_NAME, CommonField.HOLDER_NAME.in(fields).split(",")[0]);
        set(fields, CommonField.HOLDER_CODE, "演示字第%06d号".formatted(random.nextInt(1_000_000)));
        set(fields, CommonField.HOLDER_TYPE, type);
    }

    private static Optional<String> foreignType(LicenseType type) {
        return FREE_FORM_TYPES.stream().filter(code -> !type.holderCodeTypes().contains(code)).findFirst();
    }

    private static Stream<FieldDefinition> own(LicenseType type, Predicate<FieldDefinition> wanted) {
        return type.fields().stream().filter(field -> field.name().startsWith("KZ_")).filter(wanted);
    }

    private FieldDefinition anyOf(Stream<FieldDefinition> fields) {
        List<FieldDefinition> choices = fields.toList();
        return choices.get(random.nextInt(choices.size()));
    }

    private static String firstHolder(Map<String, String> fields) {
        return CommonField.HOLDER_CODE.in(fields).split(",")[0];
    }

    private static void setFirstHolder(Map<String, String> fields, String number) {
        String all = CommonField.HOLDER_CODE.in(fields);
        int end = all.indexOf(',');
        set(fields, CommonField.HOLDER_CODE, end < 0 ? number : number + all.substring(end));
    }

    private static String withOtherEnd(String number) {
        int last = number.length() - 1;
        return number.substring(0, last) + (number.charAt(last) == '1' ? '2' : '1');
    }

    private static void set(Map<String, String> fields, CommonField field, String text) {
        fields.put(field.fieldName(), text);
    }
}
