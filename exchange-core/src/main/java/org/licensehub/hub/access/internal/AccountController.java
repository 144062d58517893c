package org.licensehub.hub.access.internal;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.security.Principal;
import java.time.Instant;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.platform.Page;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Accounts of people: asked for by a system administrator, in force once a security administrator has confirmed them. The one-time password
 * is made at the confirmation and shown to whoever confirms: with it, whoever asks for accounts could be anybody.
 */
@RestController
class AccountController {

    private final Accounts accounts;
    private final AuditLog audit;

    AccountController(Accounts accounts, AuditLog audit) {
        this.accounts = accounts;
        this.audit = audit;
    }

    /** @param role the only one the account will ever have */
    record AccountRequest(String username, AccountRole role) {
    }

    /** @param oneTimePassword shown this once; its owner has to replace it */
    record ConfirmedAccount(String username, String oneTimePassword) {
    }

    record AccountView(String username, AccountRole role, Accounts.State state, boolean oneTimePassword,
            @Schema(types = {"string", "null"}, format = "date-time") Instant lockedUntil, Instant createdAt, String createdBy,
            @Schema(types = {"string", "null"}) String confirmedBy) {
    }

    @Operation(summary = "申请人员账号（系统管理员） / Ask for an account; a security administrator has to confirm it")
    @PostMapping("/api/v1/accounts")
    @ResponseStatus(HttpStatus.CREATED)
    @Transactional
    public AccountView create(@RequestBody AccountRequest request, Principal by) {
        if (!Accounts.wellFormed(request.username())) {
            throw ProblemException.invalid("username", "bad_username", "须为 3 到 50 位小写字母、数字及 . -，以字母开头",
                    "must be 3 to 50 small letters, digits and . -, beginning with a letter");
        }
        if (request.role() == null) {
            throw ProblemException.invalid("role", "missing_field", "须为三个角色之一", "must be one of the three roles");
        }
        if (!accounts.request(request.username(), request.role(), by.getName())) {
            throw ProblemException.invalid("username", "taken", "该账号已存在，一个账号只能有一个角色", "there is such an account, and an account has one role only");
        }
        changed(request.username(), request.role(), "created", by);
        return view(existing(request.username()));
    }

    @Operation(summary = "确认人员账号并取得一次性密码（安全管理员） / Confirm an account and get its one-time password; never by whoever asked for it")
    @PostMapping("/api/v1/accounts/{username}/confirmation")
    @Transactional
    public ConfirmedAccount confirm(@PathVariable String username, Principal by) {
        Accounts.Account account = existing(username);
        if (by.getName().equals(account.createdBy())) {
            throw new ProblemException(ProblemType.SECOND_PERSON, "申请人不得确认 / Whoever asked for it does not confirm it");
        }
        String password = accounts.newOneTimePassword();
        if (!accounts.confirm(username, password, by.getName())) {
            throw new ProblemException(ProblemType.ILLEGAL_MOVE, "该账号不在待确认状态 / The account is not waiting for confirmation");
        }
        changed(username, account.role(), "confirmed", by);
        return new ConfirmedAccount(username, password);
    }

    @Operation(summary = "重置密码（系统管理员） / Take the password away; whoever confirms the account again gets a one-time password")
    @PostMapping("/api/v1/accounts/{username}/password")
    @Transactional
    public AccountView reset(@PathVariable String username, Principal by) {
        Accounts.Account account = existing(username);
        accounts.keepStill();
        if (!accounts.confirmableByAnother(username)) {
            throw new ProblemException(ProblemType.ILLEGAL_MOVE, "没有其他在用的安全管理员可以确认，请在服务器上恢复该账号"
                    + " / No other security administrator could confirm it; recover the account on the machine");
        }
        if (!accounts.reset(username, by.getName())) {
            throw new ProblemException(ProblemType.ILLEGAL_MOVE, "该账号已停用 / The account is locked out");
        }
        changed(username, account.role(), "reset", by);
        return view(existing(username));
    }

    @Operation(summary = "停用人员账号（系统管理员） / Lock a person out at once; the last one of a role stays")
    @DeleteMapping("/api/v1/accounts/{username}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Transactional
    public void disable(@PathVariable String username, Principal by) {
        Accounts.Account account = existing(username);
        accounts.keepStill();
        if (!accounts.disable(username)) {
            throw new ProblemException(ProblemType.ILLEGAL_MOVE,
                    "该账号已停用，或该角色没有其他在用账号 / The account is locked out already, or nobody else of its role has taken up an account");
        }
        changed(username, account.role(), "disabled", by);
    }

    @Operation(summary = "人员账号列表 / Accounts in order of user name")
    @GetMapping("/api/v1/accounts")
    public Page<AccountView> list(@RequestParam(defaultValue = "") String after, @RequestParam(defaultValue = "100") int limit) {
        if (!after.isEmpty() && !Accounts.wellFormed(after)) {
            throw ProblemException.invalid("after", "unknown_cursor", "没有该账号", "no such account");
        }
        return Page.of(accounts.page(after, Page.limit(limit)).stream().map(AccountController::view).toList(), Page.limit(limit),
                AccountView::username);
    }

    private static AccountView view(Accounts.Account account) {
        return new AccountView(account.username(), account.role(), account.state(), account.oneTime(), account.lockedUntil(), account.createdAt(),
                account.createdBy(), account.confirmedBy());
    }

    private Accounts.Account existing(String username) {
        return accounts.find(username).orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "没有该账号 / No such account"));
    }

    private void changed(String username, AccountRole role, String what, Principal by) {
        audit.appendInTransaction(AuditDraft.of(AuditEvent.ACCOUNT_CHANGED, by.getName()).with("account", username).with("role", role.name())
                .with("changed", what));
    }
}
