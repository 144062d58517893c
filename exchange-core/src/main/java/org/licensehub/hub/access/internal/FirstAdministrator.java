package org.licensehub.hub.access.internal;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.access.CallerDirectory;
import org.licensehub.hub.access.Scopes;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.hub.platform.Secrets;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** On first start registers caller {@code admin} and leaves its secret in {@code keys/admin.secret}, readable by the owner only. */
@Component
class FirstAdministrator implements ApplicationRunner {

    private final CallerDirectory callers;
    private final HubProperties hub;

    FirstAdministrator(CallerDirectory callers, HubProperties hub) {
        this.callers = callers;
        this.hub = hub;
    }

    @Override
    public void run(ApplicationArguments arguments) throws IOException {
        Caller admin = Caller.unrestricted("admin", "系统管理员", hub.name(), Set.of(Scopes.ADMIN), Set.of());
        Optional<String> secret = callers.register(admin, null);
        if (secret.isPresent()) {
            Secrets.write(hub.keys().resolve("admin.secret"), secret.get());
        }
    }
}
