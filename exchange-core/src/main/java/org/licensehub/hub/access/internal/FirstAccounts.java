package org.licensehub.hub.access.internal;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.hub.platform.Secrets;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * There are no default accounts: the first start makes one for each role with a one-time password, which it leaves in a file that only
 * its owner may read, and shows on the console if somebody sits there. A log file is no place for it.
 */
@Component
class FirstAccounts implements ApplicationRunner {

    private static final String MAKER = "hub:access";

    private final Accounts accounts;
    private final HubProperties hub;

    FirstAccounts(Accounts accounts, HubProperties hub) {
        this.accounts = accounts;
        this.hub = hub;
    }

    @Override
    public void run(ApplicationArguments arguments) throws IOException {
        if (!accounts.noneYet()) {
            return;
        }
        Console console = System.console();
        for (AccountRole role : AccountRole.values()) {
            String password = accounts.newOneTimePassword();
            if (accounts.create(role.firstUsername(), role, Accounts.State.ACTIVE, password, MAKER)) {
                Path file = hub.keys().resolve(role.firstUsername() + ".secret");
                Secrets.write(file, password);
                if (console != null) {
                    console.printf("%s  一次性密码 / one-time password: %s%n", role.firstUsername(), password);
                }
            }
        }
    }
}
