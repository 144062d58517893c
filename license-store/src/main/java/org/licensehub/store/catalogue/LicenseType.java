package org.licensehub.store.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.licensehub.store.file.FileFormat;
import org.licensehub.store.number.LicenseTypeCode;

/**
 * One version of a license type (证照类型), GB/T 36902, as far as the hub acts on it.
 *
 * @param code                        type code, the same in all versions
 * @param version                     1 upwards; a license keeps the version it was issued under
 * @param name                        Chinese name
 * @param nameEn                      English name
 * @param slug                        name for files and addresses, lower case with hyphens
 * @param definingAuthority           the body that defined the type
 * @param holderCategory              people, organisations or both
 * @param holderCodeTypes             holder code types accepted, three digits each
 * @param catalogType                 目录类别: 证照, 批文, 证明, 材料 or 证件
 * @param validityRanges              有效期限范围: 3月, 5年, 长期 …
 * @param issuingLevels               levels whose bodies issue it
 * @param onePerHolder                whether a holder has at most one live license of the type
 * @param maxHolders                  most holders one license names, 1 upwards
 * @param automaticApproval           whether a record that passes the gate needs no reviewer
 * @param numberMayHoldPersonalNumber whether the license number can be an ID number and is protected like one
 * @param faceTemplate                name of the face template
 * @param fileFormat                  in which format licenses are issued
 * @param codeIsOurs                  true when the code was made up here because the official one is not known
 * @param fields                      fields in the order of the face
 */
public record LicenseType(LicenseTypeCode code, int version, String name, String nameEn, String slug,
        DefiningAuthority definingAuthority, HolderCategory holderCategory, Set<String> holderCodeTypes,
        String catalogType, List<String> validityRanges, Set<AuthorityLevel> issuingLevels, boolean onePerHolder,
        int maxHolders, boolean automaticApproval, boolean numberMayHoldPersonalNumber, String faceTemplate,
        FileFormat fileFormat, boolean codeIsOurs, List<FieldDefinition> fields) {

    public LicenseType {
        holderCodeTypes = Set.copyOf(holderCodeTypes);
        validityRanges = List.copyOf(validityRanges);
        issuingLevels = Set.copyOf(issuingLevels);
        fields = List.copyOf(fields);
    }

    /** The field of that name, empty when the type has none. */
    public Optional<FieldDefinition> field(String fieldName) {
        return fields.stream().filter(field -> field.name().equals(fieldName)).findFirst();
    }
}
