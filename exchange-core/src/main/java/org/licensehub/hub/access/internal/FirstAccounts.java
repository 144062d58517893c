package org.licensehub.hub.access.internal;

import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.hub.platform.Secrets;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * There are no default accounts: a start makes one for each role that has none, with a one-time password which it leaves in a file that only
 * its owner may read, and shows on the console if somebody sits there. A log file is no place for it. The same is done for an account that
 * somebody with access to the machine asks for by a file {@code keys/<account>.recover}: no administrator alone could.
 */
@Component
class FirstAccounts implements ApplicationRunner {

    private static final String MAKER = "hub:access";
    private static final String RECOVER = ".recover";

    private final Accounts accounts;
    private final Path keys;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    @Autowired
    FirstAccounts(Accounts accounts, HubProperties hub, AuditLog audit, TransactionTemplate transaction) {
        this(accounts, hub.keys(), audit, transaction);
    }

    FirstAccounts(Accounts accounts, Path keys, AuditLog audit, TransactionTemplate transaction) {
        this.accounts = accounts;
        this.keys = keys;
        this.audit = audit;
        this.transaction = transaction;
    }

    @Override
    public void run(ApplicationArguments arguments) throws IOException {
        for (AccountRole role : AccountRole.values()) {
            String password = accounts.newOneTimePassword();
            String username = role.firstUsername();
            given(username, password, transaction.execute(status -> accounts.noneOf(role) && accounts.createFirst(username, role, password, MAKER)
                    && kept(username, role, password, "created")));
        }
        if (Files.isDirectory(keys)) {
            try (DirectoryStream<Path> asked = Files.newDirectoryStream(keys, "*" + RECOVER)) {
                for (Path file : asked) {
                    recover(file);
                }
            }
        }
    }

    private void recover(Path asked) throws IOException {
        String name = asked.getFileName().toString();
        String username = name.substring(0, name.length() - RECOVER.length());
        String password = accounts.newOneTimePassword();
        given(username, password, transaction.execute(status -> accounts.recover(username, password, MAKER)
                && kept(username, accounts.find(username).orElseThrow().role(), password, "recovered")));
        // last: if it stays, the next start gives another password, and nobody is locked out
        Files.delete(asked);
    }

    /** Before the commit: an account whose password was written nowhere would lock everybody out. */
    private boolean kept(String username, AccountRole role, String password, String what) {
        try {
            Secrets.write(keys.resolve(username + ".secret"), password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        audit.appendInTransaction(AuditDraft.of(AuditEvent.ACCOUNT_CHANGED, MAKER).with("account", username).with("role", role.name())
                .with("changed", what));
        return true;
    }

    private static void given(String username, String password, Boolean done) {
        Console console = System.console();
        if (Boolean.TRUE.equals(done) && console != null) {
            console.printf("%s  一次性密码 / one-time password: %s%n", username, password);
        }
    }
}
