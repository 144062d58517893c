package org.licensehub.hub.access.internal;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.access.CallerContact;
import org.licensehub.hub.access.CallerDirectory;
import org.licensehub.hub.access.CallerInterface;
import org.licensehub.hub.access.Scopes;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.store.quality.TextRules;

/** What administrators say of callers, checked. */
final class CallerRequests {

    private static final Pattern SOURCE = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,99}");
    private static final Pattern CONTACT = Pattern.compile("[^\\p{Cntrl}]{0,100}");
    private static final int MOST_NETWORKS = 100;
    private static final int MOST_CALLS = 1_000_000;

    private CallerRequests() {
    }

    /** A new caller; all but client id, name, organisation and scopes may be left out. */
    record Registration(String clientId, String name, String organisation, Set<String> scopes,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Set<String> sources,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) CallerContact contact,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Set<String> networks,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Set<CallerInterface> interfaces,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Long dailyLimit,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Integer callsPerSecond) {

        Caller checked() {
            if (!CallerDirectory.wellFormed(clientId)) {
                throw ProblemException.invalid("clientId", "bad_client_id", "须为 1 到 100 位字母、数字及 . _ -，以字母或数字开头",
                        "must be 1 to 100 letters, digits and . _ -, beginning with a letter or digit");
            }
            CallerRequests.checkContact(contact);
            return CallerRequests.checked(new Caller(clientId, name, organisation, scopes, orNone(sources), orNone(networks), orNone(interfaces),
                    dailyLimit, callsPerSecond, 1));
        }
    }

    /** Everything that is registered of a caller, replaced; what is left out is none. */
    record Change(String name, String organisation, Set<String> scopes,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Set<String> sources,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) CallerContact contact,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Set<String> networks,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Set<CallerInterface> interfaces,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Long dailyLimit,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) Integer callsPerSecond, Long version) {

        Caller checked(String clientId) {
            if (version == null) {
                throw ProblemException.invalid("version", "missing_field", "须给出读取时的版本", "give the version that was read");
            }
            CallerRequests.checkContact(contact);
            return CallerRequests.checked(new Caller(clientId, name, organisation, scopes, orNone(sources), orNone(networks), orNone(interfaces),
                    dailyLimit, callsPerSecond, version));
        }
    }

    private static <T> Set<T> orNone(Set<T> values) {
        return values == null ? Set.of() : values;
    }

    private static Caller checked(Caller caller) {
        require("name", caller.name());
        require("organisation", caller.organisation());
        checkScopes(caller.scopes());
        if (!caller.sources().stream().allMatch(source -> source != null && SOURCE.matcher(source).matches())) {
            throw ProblemException.invalid("sources", "bad_source", "数据来源须为 1 到 100 位可见字符", "sources have 1 to 100 visible characters");
        }
        if (caller.networks().size() > MOST_NETWORKS
                || !caller.networks().stream().allMatch(text -> NetworkRange.parse(text).isPresent())) {
            throw ProblemException.invalid("networks", "bad_network", "须为至多 100 个 IPv4 或 IPv6 网段，如 10.1.0.0/16",
                    "at most 100 networks in CIDR notation, such as 10.1.0.0/16 or 2001:db8::/32");
        }
        if (caller.interfaces().stream().anyMatch(Objects::isNull)) {
            throw ProblemException.invalid("interfaces", "unknown_interface", "没有该接口", "no such interface");
        }
        if (caller.dailyLimit() != null && caller.dailyLimit() < 1) {
            throw ProblemException.invalid("dailyLimit", "out_of_range", "须为正数；不填则不限", "must be positive; leave it out for no limit");
        }
        if (caller.callsPerSecond() != null && (caller.callsPerSecond() < 1 || caller.callsPerSecond() > MOST_CALLS)) {
            throw ProblemException.invalid("callsPerSecond", "out_of_range", "须为 1 到 1000000；不填则按统一配置",
                    "must be 1 to 1000000; leave it out for the common limit");
        }
        return caller;
    }

    private static void checkScopes(Set<String> scopes) {
        if (scopes == null || scopes.isEmpty() || scopes.stream().anyMatch(Objects::isNull) || !Scopes.ALL.containsAll(scopes)) {
            throw ProblemException.invalid("scopes", "unknown_scope", "权限范围有误", "scopes must be some of " + new TreeSet<>(Scopes.ALL));
        }
        if (scopes.contains(Scopes.ADMIN) && scopes.contains(Scopes.AUDIT)) {
            throw ProblemException.invalid("scopes", "separation_of_duties", "管理员与审计员不得为同一账号",
                    "administrator and auditor must be different callers");
        }
        if (scopes.contains(Scopes.CONSENTS) && (scopes.contains(Scopes.READ) || scopes.contains(Scopes.SEARCH))) {
            throw ProblemException.invalid("scopes", "separation_of_duties", "代持证主体授权的系统不得自己用证",
                    "who gives consent for holders must not be who uses it");
        }
        if (scopes.contains(Scopes.HOLDER_VIEW) && scopes.contains(Scopes.OBJECTIONS)) {
            throw ProblemException.invalid("scopes", "separation_of_duties", "代持证主体提出异议的系统不得答复异议",
                    "who passes objections on for holders must not be who answers them");
        }
    }

    private static void checkContact(CallerContact contact) {
        if (contact != null && !(fits(contact.name()) && fits(contact.phone()))) {
            throw ProblemException.invalid("contact", "bad_contact", "联系人与电话各不超过 100 字", "name and phone have at most 100 characters each");
        }
    }

    private static boolean fits(String text) {
        return text == null || CONTACT.matcher(text).matches();
    }

    static void require(String field, String value) {
        if (value == null || value.isBlank() || value.length() > 100) {
            throw ProblemException.invalid(field, "missing_field", "不可缺少且不超过 100 字", "is required, at most 100 characters");
        }
        if (TextRules.hasControlCharacters(value)) {
            throw ProblemException.invalid(field, "control_characters", "含有不允许的控制字符", "must not hold control characters");
        }
    }
}
