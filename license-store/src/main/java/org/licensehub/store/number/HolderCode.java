package org.licensehub.store.number;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The number that names a holder (持证主体代码) together with its type, validated by the rules of that type. Type 111
 * takes citizen IDs and residence permits of Hong Kong, Macau and Taiwan residents, which have no type of their own.
 *
 * @param type  GB/T 36903 holder code type
 * @param value the number in clear; never log it when {@link HolderCodeType#naturalPerson()}
 */
public record HolderCode(HolderCodeType type, String value) {

    private static final Pattern FREE_FORM = Pattern.compile("[\\p{IsHan}A-Za-z0-9()（）/-]{4,64}");

    /** Refuses anything but a number correct for its type with {@link InvalidNumberException}. */
    public HolderCode {
        Objects.requireNonNull(type, "type");
        InvalidNumberException.throwIfPresent(HolderCode.class, check(type, value));
    }

    /** The holder code, or {@link InvalidNumberException} where type code or number is wrong. */
    public static HolderCode parse(String typeCode, String value) {
        return new HolderCode(HolderCodeType.of(typeCode), value);
    }

    /** The holder code, or empty where type code or number is wrong. */
    public static Optional<HolderCode> tryParse(String typeCode, String value) {
        return HolderCodeType.find(typeCode)
                .filter(type -> check(type, value).isEmpty())
                .map(type -> new HolderCode(type, value));
    }

    /** What is wrong with the number as one of that type, empty when nothing is. */
    public static Optional<NumberFault> check(HolderCodeType type, String value) {
        return switch (type) {
            case UNIFIED_SOCIAL_CREDIT_CODE -> UnifiedSocialCreditCode.check(value);
            case CITIZEN_ID -> isPermit(value) ? ResidencePermit.check(value) : CitizenId.check(value);
            case DIPLOMATIC_PASSPORT, SERVICE_PASSPORT, PUBLIC_AFFAIRS_PASSPORT, ORDINARY_PASSPORT ->
                    Passport.check(value);
            case TAIWAN_TRAVEL_PERMIT -> TravelPermit.check(TravelPermit.Region.TAIWAN, value);
            case HONG_KONG_MACAU_TRAVEL_PERMIT -> TravelPermit.check(TravelPermit.Region.HONG_KONG_MACAU, value);
            default -> value != null && FREE_FORM.matcher(value).matches()
                    ? Optional.empty() : Optional.of(NumberFault.BAD_NUMBER_FORMAT);
        };
    }

    /** As {@link #check(HolderCodeType, String)}, and an embedded birth date must not be after {@code today}. */
    public static Optional<NumberFault> check(HolderCodeType type, String value, LocalDate today) {
        if (type == HolderCodeType.CITIZEN_ID) {
            return isPermit(value) ? ResidencePermit.check(value, today) : CitizenId.check(value, today);
        }
        return check(type, value);
    }

    /** Clear for organisations, masked for people. */
    public String masked() {
        return type.naturalPerson() ? MaskedNumber.of(value) : value;
    }

    /** Type code and masked number, safe to show. */
    @Override
    public String toString() {
        return type.code() + ":" + masked();
    }

    private static boolean isPermit(String value) {
        return value != null && value.startsWith("8");
    }
}
