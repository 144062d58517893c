package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.RunningHub.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The people of the first start, logged in, and accounts they make. All test classes of a JVM share the hub. */
final class People {

    static final String PASSWORD = "Correct-horse-42";
    private static final AtomicInteger NAMES = new AtomicInteger();

    final ApiCaller system = person("system-admin");
    final ApiCaller security = person("security-admin");
    final ApiCaller auditor = person("audit-admin");

    /** One of the people of the first start. */
    static ApiCaller person(String username) {
        if (Boolean.TRUE.equals(hub().database().queryForObject("select one_time from account where username = ?", Boolean.class, username))) {
            replaceOneTimePassword(username, oneTime(username));
        }
        return new Person().token(username, PASSWORD);
    }

    static String oneTime(String username) {
        try {
            return Files.readString(hub().home().resolve("keys/" + username + ".secret")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void replaceOneTimePassword(String username, String oneTime) {
        Person person = new Person();
        assertThat(person.logIn(username, oneTime).location()).endsWith("/login/password");
        assertThat(person.choosePassword(PASSWORD, PASSWORD).location()).endsWith("/login?changed");
    }

    /** A name that nobody has. */
    static String newName() {
        return "person-" + NAMES.incrementAndGet();
    }

    String askedFor(String role) {
       String username = newName();
        system.post("/api/v1/accounts", Map.of("username", username, "role", role)).expect(201);
        return username;
    }

    /** The one-time password, as shown to whoever confirms. */
    String confirm(String username) {
        return security.post("/api/v1/accounts/" + username + "/confirmation", Map.of()).expect(200).json().get("oneTimePassword").asText();
    }

    String newAccount(String role) {
        String username = askedFor(role);
        replaceOneTimePassword(username, confirm(username));
        return username;
    }
}
