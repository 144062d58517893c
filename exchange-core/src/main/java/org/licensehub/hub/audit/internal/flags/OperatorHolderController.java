package org.licensehub.hub.audit.internal.flags;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.security.Principal;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.regex.Pattern;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.audit.internal.CheckedWords;
import org.licensehub.hub.platform.Page;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.store.number.HolderCode;
import org.licensehub.store.protection.PersonalData;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Whose own licenses somebody who acts must not be found at. The hub knows operators by what their system says, so somebody has to say which holder
 * such an operator is. The number is not kept, the key is shown to nobody, and the log does not say whose it is: it would name the person behind it.
 */
@RestController
class OperatorHolderController {

    private static final int LONGEST_CURSOR = 400;
    private static final Pattern CALLER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{1,119}");

    private final JdbcTemplate jdbc;
    private final PersonalData protection;
    private final AuditLog log;
    private final Clock clock;

    OperatorHolderController(JdbcTemplate jdbc, PersonalData protection, AuditLog log, Clock clock) {
        this.jdbc = jdbc;
        this.protection = protection;
        this.log = log;
        this.clock = clock;
    }

    /**
     * @param caller client id, or {@code person:} and an account
     * @param operator as the caller names it in the five elements; absent: whoever acts there, as with a person's account
     */
    record OwnHolder(String caller, @Schema(types = {"string", "null"}, requiredMode = Schema.RequiredMode.NOT_REQUIRED) String operator,
            String holderCode, String holderCodeType) {

        @Override
        public String toString() {
            return "OwnHolder[" + caller + "]";
        }
    }

    @Schema(name = "OperatorWithHolder")
    record Shown(String caller, @Schema(types = {"string", "null"}) String operator, String registeredBy, Instant registeredAt) {
    }

    @Operation(summary = "登记经办人本人的持证主体 / Register which holder somebody who acts is", description = "Replaces what was registered. The number is not kept."
            + " Counts for records that are looked at from now on.")
    @PutMapping("/api/v1/operator-holders")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Transactional
    public void put(@RequestBody OwnHolder own, Principal by) {
        String operator = checked(own.caller(), own.operator());
        if (own.holderCode() == null || own.holderCodeType() == null || HolderCode.tryParse(own.holderCodeType(), own.holderCode()).isEmpty()) {
            throw ProblemException.invalid("holderCode", "bad_number", "持证主体代码与其类型不符或校验位错误", "does not fit its type, or its check character is wrong");
        }
        jdbc.update("""
                insert into operator_holder (caller, operator, holder_key, registered_by, registered_at) values (?, ?, ?, ?, ?)
                on conflict (caller, operator) do update set holder_key = excluded.holder_key, registered_by = excluded.registered_by,
                    registered_at = excluded.registered_at""", own.caller(), operator, protection.holderKey(own.holderCodeType(), own.holderCode()).bytes(),
                by.getName(), Timestamp.from(clock.instant()));
        log.appendInTransaction(recorded(own.caller(), operator, by));
    }

    @Operation(summary = "取消登记 / Remove what was registered")
    @DeleteMapping("/api/v1/operator-holders")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Transactional
    public void remove(@RequestParam String caller, @RequestParam(required = false) String operator, Principal by) {
        String checked = checked(caller, operator);
        if (jdbc.update("delete from operator_holder where caller = ? and operator = ?", caller, checked) == 0) {
            throw new ProblemException(ProblemType.NOT_FOUND, "没有该登记 / Nothing is registered");
        }
        log.appendInTransaction(recorded(caller, checked, by).with("revoked", true));
    }

    @Operation(summary = "已登记的经办人 / Who is registered, in order of caller and operator; without holders", description = "`after` is the `next` of the page"
            + " before: its last caller and operator with a line feed between them.")
    @GetMapping("/api/v1/operator-holders")
    Page<Shown> list(@RequestParam(defaultValue = "") String after, @RequestParam(defaultValue = "100") int limit) {
        int size = Page.limit(limit);
        if (after.length() > LONGEST_CURSOR || after.indexOf('\0') >= 0) {
            throw ProblemException.invalid("after", "unknown_cursor", "须为上一页的 next", "must be the next of the page before");
        }
        String[] last = after.split("\n", 2);
        return Page.of(jdbc.query("""
                select caller, operator, registered_by, registered_at from operator_holder where (caller, operator) > (?, ?)
                order by caller, operator limit ?""", (row, number) -> new Shown(row.getString(1), row.getString(2), row.getString(3),
                row.getTimestamp(4).toInstant()), last[0], last.length > 1 ? last[1] : "", size), size, shown -> shown.caller() + "\n" + shown.operator());
    }

    private static String checked(String caller, String operator) {
        if (caller == null || !CALLER.matcher(caller).matches()) {
            throw ProblemException.invalid("caller", "wrong_type", "须为调用方标识，或 person: 加账号", "must be a client id, or person: and an account");
        }
        String text = CheckedWords.text("operator", operator);
        return text == null ? "" : text;
    }

    private static AuditDraft recorded(String caller, String operator, Principal by) {
        return AuditDraft.of(AuditEvent.OPERATOR_HOLDER_CHANGED, by.getName()).with("caller", caller).with("operator", operator.isEmpty() ? null : operator);
    }
}
