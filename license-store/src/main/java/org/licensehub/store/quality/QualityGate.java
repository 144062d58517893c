package org.licensehub.store.quality;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.licensehub.store.catalogue.CommonField;
import org.licensehub.store.catalogue.FieldDefinition;
import org.licensehub.store.catalogue.LicenseType;
import org.licensehub.store.number.DivisionCode;
import org.licensehub.store.number.HolderCode;
import org.licensehub.store.number.HolderCodeType;
import org.licensehub.store.number.UnifiedSocialCreditCode;

/**
 * Checks a record against its license type: presence, length, characters, kinds, numbers with their check characters,
 * code lists, dates, division and issuer. A record has exactly one issuer, since its identifier has room for one.
 * Immutable; safe for use by many threads.
 */
public final class QualityGate {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(?:\\.[0-9]{1,6})?");
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,15}(?:\\.[0-9]{1,2})?");
    // No digits: an unknown name that is repeated in the answer cannot carry a number of a person.
    private static final Pattern PRINTABLE_NAME = Pattern.compile("[A-Za-z][A-Za-z_]{0,63}");

    private final Set<String> knownDivisions;

    /**
     * A gate for a hub that knows these divisions.
     *
     * @param knownDivisions six-digit codes; empty: any well-formed division is accepted
     */
    public QualityGate(Set<String> knownDivisions) {
        this.knownDivisions = Set.copyOf(knownDivisions);
    }

    /**
     * All faults of a record, in the order of the type's fields, unknown fields last; empty when the record is good.
     * Null and blank texts count as absent.
     *
     * @param type   the type and version the record is for
     * @param fields field name to text; taken as untrusted
     * @param today  the hub's day, for dates that must not lie in the future
     */
    public List<FieldFault> check(LicenseType type, Map<String, String> fields, LocalDate today) {
        return new Examination(type, fields, today).faults();
    }

    /** One record under examination. */
    private final class Examination {

        private final LicenseType type;
        private final Map<String, String> fields;
        private final LocalDate today;
        private final Map<String, FieldDefinition> definitions = new HashMap<>();
        private final Set<String> unreadable = new HashSet<>();
        private final List<FieldFault> faults = new ArrayList<>();

        Examination(LicenseType type, Map<String, String> fields, LocalDate today) {
            this.type = type;
            this.fields = fields;
            this.today = today;
            type.fields().forEach(field -> definitions.put(field.name(), field));
        }

        List<FieldFault> faults() {
            type.fields().forEach(this::checkField);
            checkHolders();
            checkIssuer();
            checkDivision();
            checkDates();
            // A blank unknown field is a column of another type in the same file or table, not a statement.
            fields.forEach((name, text) -> {
                if (!definitions.containsKey(name) && text != null && !text.isBlank()) {
                    reportUnknown(name);
                }
            });
            return List.copyOf(faults);
        }

        private void checkField(FieldDefinition field) {
            String text = fields.get(field.name());
            if (text == null || text.isBlank()) {
                if (field.required()) {
                    report(FaultCode.MISSING_FIELD, field.name());
                }
                return;
            }
            if (TextRules.longerThan(text, field.maxLength())) {
                unreadable.add(field.name());
                report(FaultCode.TOO_LONG, field.name());
            }
            if (TextRules.hasControlCharacters(text)) {
                unreadable.add(field.name());
                report(FaultCode.CONTROL_CHARACTERS, field.name());
            }
            if (!unreadable.contains(field.name())) {
                checkKind(field, text);
            }
        }

        private void checkKind(FieldDefinition field, String text) {
            switch (field.kind()) {
                case DATE -> reportUnless(TextRules.date(text).isPresent(), FaultCode.BAD_DATE, field.name());
                case NUMBER -> reportUnless(NUMBER.matcher(text).matches(), FaultCode.BAD_NUMBER_FORMAT, field.name());
                case AMOUNT -> reportUnless(AMOUNT.matcher(text).matches(), FaultCode.BAD_NUMBER_FORMAT, field.name());
                // Several holders may have several types in this field: it has rules of its own below.
                case CODE -> reportUnless(field.name().equals(CommonField.HOLDER_TYPE.fieldName())
                        || field.codes().contains(text), FaultCode.CODE_NOT_IN_LIST, field.name());
                case TEXT -> { }
            }
        }

        private void checkHolders() {
            Optional<List<String>> names = parts(CommonField.HOLDER_NAME);
            Optional<List<String>> codes = parts(CommonField.HOLDER_CODE);
            Optional<List<String>> types = parts(CommonField.HOLDER_TYPE);
            codes.ifPresent(this::checkHolderCount);
            boolean pairable = types.isPresent() && checkHolderTypes(types.get());
            if (codes.isEmpty()) {
                return;
            }
            int count = codes.get().size();
            boolean namesFit = names.isEmpty() || names.get().size() == count
                    && names.get().stream().noneMatch(String::isBlank);
            boolean typesFit = types.isEmpty() || types.get().size() == 1 || types.get().size() == count;
            reportUnless(namesFit && typesFit, FaultCode.HOLDER_COUNT_MISMATCH, CommonField.HOLDER_CODE.fieldName());
            if (pairable && typesFit) {
                checkHolderCodes(codes.get(), types.get());
            }
        }

        private void checkHolderCount(List<String> codes) {
            reportUnless(codes.size() <= type.maxHolders(), FaultCode.TOO_MANY_HOLDERS,
                    CommonField.HOLDER_CODE.fieldName());
            reportUnless(Set.copyOf(codes).size() == codes.size(), FaultCode.DUPLICATE_HOLDER,
                    CommonField.HOLDER_CODE.fieldName());
        }

        /** Whether every type exists, so that the codes can be checked by them. */
        private boolean checkHolderTypes(List<String> types) {
            boolean allExist = types.stream().allMatch(code -> HolderCodeType.find(code).isPresent());
            reportUnless(allExist, FaultCode.BAD_HOLDER_CODE_TYPE, CommonField.HOLDER_TYPE.fieldName());
            reportUnless(types.stream().filter(code -> HolderCodeType.find(code).isPresent())
                            .allMatch(type.holderCodeTypes()::contains),
                    FaultCode.HOLDER_TYPE_NOT_ALLOWED, CommonField.HOLDER_TYPE.fieldName());
            return allExist;
        }

        private void checkHolderCodes(List<String> codes, List<String> types) {
            Set<FaultCode> found = new HashSet<>();
            for (int i = 0; i < codes.size(); i++) {
                HolderCodeType codeType = HolderCodeType.of(types.get(types.size() == 1 ? 0 : i));
                HolderCode.check(codeType, codes.get(i), today).map(FaultCode::of).filter(found::add)
                        .ifPresent(fault -> report(fault, CommonField.HOLDER_CODE.fieldName()));
            }
        }

        private void checkIssuer() {
            readable(CommonField.ISSUER_CODE).ifPresent(code -> reportUnless(
                    UnifiedSocialCreditCode.check(code).isEmpty(), FaultCode.BAD_ISSUER_CODE,
                    CommonField.ISSUER_CODE.fieldName()));
        }

        private void checkDivision() {
            String field = CommonField.AREA_CODE.fieldName();
            readable(CommonField.AREA_CODE).ifPresent(text -> DivisionCode.tryParse(text).ifPresentOrElse(
                    division -> reportUnless(knownDivisions.isEmpty() || knownDivisions.contains(division.value()),
                            FaultCode.UNKNOWN_DIVISION, field),
                    () -> report(FaultCode.BAD_NUMBER_FORMAT, field)));
        }

        private void checkDates() {
            readable(CommonField.ISSUE_DATE).flatMap(TextRules::date).ifPresent(issued -> reportUnless(
                    !issued.isAfter(today), FaultCode.ISSUE_DATE_IN_FUTURE, CommonField.ISSUE_DATE.fieldName()));
            Optional<LocalDate> start = readable(CommonField.VALIDITY_START).flatMap(TextRules::date);
            Optional<LocalDate> end = readable(CommonField.VALIDITY_END).flatMap(TextRules::date);
            if (start.isPresent() && end.isPresent()) {
                reportUnless(!end.get().isBefore(start.get()), FaultCode.END_BEFORE_START,
                        CommonField.VALIDITY_END.fieldName());
            }
        }

        private Optional<String> readable(CommonField field) {
            String text = field.in(fields);
            return text.isBlank() || unreadable.contains(field.fieldName()) ? Optional.empty() : Optional.of(text);
        }

        private Optional<List<String>> parts(CommonField field) {
            return readable(field).map(text -> List.of(text.split(",", -1)));
        }

        private void reportUnknown(String name) {
            boolean printable = name != null && PRINTABLE_NAME.matcher(name).matches();
            String shown = printable ? name : FieldFault.UNPRINTABLE_NAME;
            faults.add(FaultCode.UNKNOWN_FIELD.in(shown, shown, shown));
        }

        private void reportUnless(boolean holds, FaultCode fault, String field) {
            if (!holds) {
                report(fault, field);
            }
        }

        private void report(FaultCode fault, String field) {
            FieldDefinition definition = definitions.get(field);
            faults.add(definition == null ? fault.in(field, field, field)
                    : fault.in(field, definition.label(), definition.labelEn()));
        }
    }
}
