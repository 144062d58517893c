package org.licensehub.store.catalogue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.licensehub.store.number.HolderCodeType;

/** What must hold within one catalogue file for the gate, the masks and the faces to be able to rely on it. */
final class LicenseTypeRules {

    private static final Pattern SLUG = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    // Names without digits can be repeated in a refusal: no personal number fits into one.
    private static final Pattern FIELD_NAME = Pattern.compile("[A-Za-z][A-Za-z_]{0,63}");
    private static final Pattern VALIDITY = Pattern.compile("[1-9][0-9]{0,3}[天月年]|长期");
    private static final Set<String> CATALOGUE_TYPES = Set.of("证照", "批文", "证明", "材料", "证件");
    private static final int LONGEST_FIELD = 4000;

    private final LicenseType type;
    private final List<String> problems = new ArrayList<>();

    private LicenseTypeRules(LicenseType type) {
        this.type = type;
    }

    static List<String> problemsOf(LicenseType type) {
        LicenseTypeRules rules = new LicenseTypeRules(type);
        rules.checkType();
        rules.checkHolders();
        rules.checkCommonFields();
        Set<String> names = new HashSet<>();
        for (FieldDefinition field : type.fields()) {
            rules.require(names.add(field.name()), "field " + field.name() + " is defined twice");
            rules.checkField(field);
        }
        return rules.problems;
    }

    private void checkType() {
        require(type.version() >= 1, "version must be 1 or more");
        require(!type.name().isBlank() && !type.nameEn().isBlank(), "both names must be given");
        require(SLUG.matcher(type.slug()).matches(), "slug must be lower-case words joined by hyphens");
        require(type.definingAuthority().code().equals(type.code().definingAuthority()),
                "the type code must begin with the code of the defining authority");
        require(CATALOGUE_TYPES.contains(type.catalogType()), "catalogType is not in the list");
        require(!type.validityRanges().isEmpty()
                && type.validityRanges().stream().allMatch(range -> VALIDITY.matcher(range).matches()),
                "validityRanges must be like 3月, 5年 or 长期");
        require(!type.issuingLevels().isEmpty(), "issuingLevels must not be empty");
        require(SLUG.matcher(type.faceTemplate()).matches(), "faceTemplate must be lower-case words joined by hyphens");
    }

    private void checkHolders() {
        require(type.maxHolders() >= 1, "maxHolders must be 1 or more");
        boolean people = false;
        boolean organisations = false;
        for (String code : type.holderCodeTypes()) {
            Optional<HolderCodeType> known = HolderCodeType.find(code);
            require(known.isPresent(), "holder code type " + code + " does not exist");
            people |= known.filter(HolderCodeType::naturalPerson).isPresent();
            organisations |= known.filter(holder -> !holder.naturalPerson()).isPresent();
        }
        HolderCategory category = type.holderCategory();
        require(people == (category != HolderCategory.ORGANISATION)
                && organisations == (category != HolderCategory.NATURAL_PERSON),
                "holderCodeTypes do not fit holderCategory " + category);
        if (people) {
            requireProtected(CommonField.HOLDER_CODE, Mask.NUMBER);
            requireProtected(CommonField.HOLDER_NAME, Mask.NAME);
        }
        if (type.numberMayHoldPersonalNumber()) {
            requireProtected(CommonField.CERTIFICATE_NUMBER, Mask.NUMBER);
        }
    }

    private void checkCommonFields() {
        for (CommonField common : CommonField.values()) {
            Optional<FieldDefinition> field = type.field(common.fieldName());
            require(field.isPresent(), "common field " + common.fieldName() + " is absent");
            require(!common.alwaysRequired() || field.map(FieldDefinition::required).orElse(true),
                    "common field " + common.fieldName() + " must be required");
        }
        for (CommonField date : List.of(CommonField.ISSUE_DATE, CommonField.VALIDITY_START, CommonField.VALIDITY_END)) {
            require(type.field(date.fieldName()).map(field -> field.kind() == FieldKind.DATE).orElse(true),
                    "common field " + date.fieldName() + " must be a DATE");
        }
        require(type.field(CommonField.HOLDER_TYPE.fieldName())
                .map(field -> Set.copyOf(field.codes()).equals(type.holderCodeTypes())).orElse(true),
                "codes of certificate_holder_type must be the holderCodeTypes");
    }

    private void checkField(FieldDefinition field) {
        String where = "field " + field.name() + " ";
        require(FIELD_NAME.matcher(field.name()).matches(), where + "has a name of other than letters and underscores");
        require(!field.label().isBlank() && !field.labelEn().isBlank(), where + "needs both labels");
        require(field.maxLength() >= 1 && field.maxLength() <= LONGEST_FIELD, where + "has a maxLength out of range");
        require((field.kind() == FieldKind.CODE) != field.codes().isEmpty(), where + "must have codes exactly when it is a CODE");
        require(Set.copyOf(field.codes()).size() == field.codes().size(), where + "repeats a code");
        require(field.sensitivity().compareTo(Sensitivity.PERSONAL) < 0 || field.mask() != Mask.NONE,
                where + "is personal and has no mask");
    }

    private void requireProtected(CommonField common, Mask mask) {
        require(type.field(common.fieldName())
                .map(field -> field.mask() == mask && field.sensitivity().compareTo(Sensitivity.PERSONAL) >= 0)
                .orElse(true), "field " + common.fieldName() + " must be personal with mask " + mask);
    }

    private void require(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }
}
