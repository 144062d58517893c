package org.licensehub.hub.access.internal;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** The pages of logging in: name and password, and the new password that a one-time password must be replaced with. */
@RestController
@Hidden
class LogInPage {

    private static final int SHORTEST = 12;
    private static final int LONGEST = 128;
    private static final int KINDS_NEEDED = 3;
    private static final Pattern[] KINDS = {Pattern.compile("\\p{Lu}"), Pattern.compile("\\p{Ll}"), Pattern.compile("\\d"), Pattern.compile("[^\\p{Lu}\\p{Ll}\\d]")};

    private final Accounts accounts;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    LogInPage(Accounts accounts, AuditLog audit, TransactionTemplate transaction) {
        this.accounts = accounts;
        this.audit = audit;
        this.transaction = transaction;
    }

    @GetMapping("/login")
    ResponseEntity<String> logIn(HttpServletRequest request, CsrfToken csrf) throws IOException {
        String query = request.getQueryString() == null ? "" : request.getQueryString();
        return page("login.html", csrf, switch (query) {
            case "error" -> "用户名或密码不正确，或账号暂时锁定 / Wrong name or password, or the account is locked for a while";
            case "busy" -> "暂时无法登录，请稍后再试 / Logging in is not possible now; try again in a moment";
            case "changed" -> "新密码已生效，请用它登录 / The new password is set; log in with it";
            case "left" -> "已退出 / You have logged out";
            default -> "";
        });
    }

    @GetMapping("/login/page.css")
    ResponseEntity<ClassPathResource> style() {
        return ResponseEntity.ok().contentType(new MediaType("text", "css", StandardCharsets.UTF_8)).body(new ClassPathResource("login-page/page.css"));
    }

    @GetMapping("/login/password")
    ResponseEntity<String> password(HttpServletRequest request, CsrfToken csrf) throws IOException {
        if (whoMayChange(request) == null) {
            return to("/login");
        }
        return page("password.html", csrf, "weak".equals(request.getQueryString())
                ? "两次输入不一致，或不符合要求 / The two differ, or the password is too weak" : "");
    }

    @PostMapping("/login/password")
    ResponseEntity<String> change(@RequestParam String password, @RequestParam String again, HttpServletRequest request) {
        LoggedInPerson person = whoMayChange(request);
        if (person == null) {
            return to("/login");
        }
        if (!password.equals(again) || !strong(password, person.username())) {
            return to("/login/password?weak");
        }
        request.getSession().invalidate();
        boolean changed = Boolean.TRUE.equals(transaction.execute(status -> replace(person, password)));
        return to(changed ? "/login?changed" : "/login?error");
    }

    private boolean replace(LoggedInPerson person, String password) {
        String username = person.username();
        if (accounts.passwordIs(username, password) || !accounts.replaceOneTimePassword(person, password)) {
            return false;
        }
        audit.appendInTransaction(AuditDraft.of(AuditEvent.ACCOUNT_CHANGED, Accounts.PERSON + username).with("account", username)
                .with("changed", "password"));
        return true;
    }

    private static LoggedInPerson whoMayChange(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session == null ? null : (LoggedInPerson) session.getAttribute(LogInConfiguration.MUST_CHANGE);
    }

    static boolean strong(String password, String username) {
        return password.length() >= SHORTEST && password.length() <= LONGEST && !password.toLowerCase(java.util.Locale.ROOT).contains(username)
                && Stream.of(KINDS).filter(kind -> kind.matcher(password).find()).count() >= KINDS_NEEDED;
    }

    private static ResponseEntity<String> page(String name, CsrfToken csrf, String message) throws IOException {
        String html = new ClassPathResource("login-page/" + name).getContentAsString(StandardCharsets.UTF_8)
                .replace("{{message}}", HtmlUtils.htmlEscape(message, "UTF-8")).replace("{{csrfName}}", HtmlUtils.htmlEscape(csrf.getParameterName()))
                .replace("{{csrfToken}}", HtmlUtils.htmlEscape(csrf.getToken()));
        return ResponseEntity.ok().contentType(new MediaType("text", "html", StandardCharsets.UTF_8)).cacheControl(CacheControl.noStore()).body(html);
    }

    private static ResponseEntity<String> to(String path) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER).location(URI.create(path)).build();
    }
}
