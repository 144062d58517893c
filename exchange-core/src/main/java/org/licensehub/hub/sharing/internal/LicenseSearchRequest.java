package org.licensehub.hub.sharing.internal;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.licensehub.hub.access.FiveElements;
import org.licensehub.hub.platform.Page;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.model.LicenseState;
import org.licensehub.store.number.DivisionCode;
import org.licensehub.store.number.LicenseIdentifier;
import org.licensehub.store.number.UnifiedSocialCreditCode;

/**
 * A search for licenses by what is known of them. At least one criterion; all that are given must fit.
 *
 * @param licenseNumber 证照编号, whole
 * @param identifier 证照标识 (GB/T 36904)
 * @param holderName name of a holder, whole; case, width and blanks make no difference
 * @param issuerName name of the issuer, whole
 * @param issuerCode unified social credit code of the issuer
 * @param licenseTypes any of these; empty or absent means all that are granted
 * @param states any of these; empty or absent means every state
 * @param areaCode division; those within it included
 * @param issued day of issue
 * @param valid valid, by its dates, on some day of the period
 * @param after {@code next} of the page before
 * @param limit 1 to 1,000; 100 if absent
 */
record LicenseSearchRequest(@Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) String licenseNumber,
        @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) String identifier,
        @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) String holderName,
        @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) String issuerName,
        @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) String issuerCode,
        @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Set<String> licenseTypes,
        @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Set<LicenseState> states,
        @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) String areaCode,
        @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Period issued,
        @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Period valid, FiveElements elements,
        @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) String after,
        @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Integer limit) {

    private static final int USUAL_LIMIT = 100;
    private static final int LONGEST_WORD = 200;
    private static final LocalDate EARLIEST = LocalDate.of(1, 1, 1);
    private static final LocalDate LATEST = LocalDate.of(9999, 12, 31);

    /** Days, both inclusive; one may be left out. */
    record Period(@Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) LocalDate from,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) LocalDate to) {
    }

    /** @throws ProblemException naming the field at fault, without repeating it */
    LicenseQuestion checked() {
        if (elements == null) {
            throw ProblemException.invalid("elements", "missing_field", "须提供五要素", "the five elements are required");
        }
        elements.requireComplete();
        checkCodes();
        checkPeriod("issued", issued);
        checkPeriod("valid", valid);
        Map<SearchedWord, String> words = words();
        LicenseQuestion question = new LicenseQuestion(words, identifier, issuerCode, licenseTypes == null ? Set.of() : licenseTypes,
                states == null ? Set.of() : states, areaCode == null ? null : DivisionCode.parse(areaCode).value(), issued == null ? new Period(null, null) : issued,
                valid == null ? new Period(null, null) : valid, elements, Page.limit(limit == null ? USUAL_LIMIT : limit));
        if (question.soughtBy().isEmpty()) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "至少给出一项检索条件 / Give at least one criterion")
                    .at("criteria", "missing_field", "至少给出一项检索条件", "give at least one criterion");
        }
        return question;
    }

    private Map<SearchedWord, String> words() {
        Map<SearchedWord, String> words = new EnumMap<>(SearchedWord.class);
        word("licenseNumber", licenseNumber, SearchedWord.NUMBER, words);
        word("holderName", holderName, SearchedWord.HOLDER, words);
        word("issuerName", issuerName, SearchedWord.ISSUER, words);
        return words;
    }

    private static void word(String field, String text, SearchedWord word, Map<SearchedWord, String> words) {
        if (text == null) {
            return;
        }
        if (text.length() > LONGEST_WORD) {
            throw ProblemException.invalid(field, "too_long", "超过 200 字", "longer than 200 characters");
        }
        if (SearchedWord.alike(text).isEmpty()) {
            throw ProblemException.invalid(field, "missing_field", "不可为空", "must not be empty");
        }
        words.put(word, SearchedWord.alike(text));
    }

    private void checkCodes() {
        if (identifier != null && LicenseIdentifier.tryParse(identifier).isEmpty()) {
            throw ProblemException.invalid("identifier", "bad_number", "不是证照标识", "is no license identifier");
        }
        if (issuerCode != null && UnifiedSocialCreditCode.tryParse(issuerCode).isEmpty()) {
            throw ProblemException.invalid("issuerCode", "bad_number", "须为统一社会信用代码", "must be a unified social credit code");
        }
        if (areaCode != null && DivisionCode.tryParse(areaCode).isEmpty()) {
            throw ProblemException.invalid("areaCode", "bad_division", "须为行政区划代码", "must be a division code");
        }
        if (licenseTypes != null && licenseTypes.stream().anyMatch(Objects::isNull)) {
            throw ProblemException.invalid("licenseTypes", "null_value", "不得含 null", "must not hold null");
        }
        if (states != null && states.stream().anyMatch(state -> state == null || !state.issued())) {
            throw ProblemException.invalid("states", "not_issued", "只能检索已签发的证照", "only licenses that were issued are found");
        }
    }

    private static void checkPeriod(String field, Period period) {
        if (period == null) {
            return;
        }
        for (LocalDate day : new LocalDate[] {period.from(), period.to()}) {
            if (day != null && (day.isBefore(EARLIEST) || day.isAfter(LATEST))) {
                throw ProblemException.invalid(field, "out_of_range", "日期须在公元 1 年到 9999 年之间", "days are from year 1 to 9999");
            }
        }
        if (period.from() != null && period.to() != null && period.from().isAfter(period.to())) {
            throw ProblemException.invalid(field, "from_after_to", "起始日期不得晚于截止日期", "from must not be later than to");
        }
    }

    @Override
    public String toString() {
        return "LicenseSearchRequest[" + licenseTypes + ", " + states + ", " + areaCode + "]";
    }
}
