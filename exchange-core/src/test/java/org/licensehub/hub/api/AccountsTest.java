package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.licensehub.hub.api.People.PASSWORD;
import static org.licensehub.hub.api.RunningHub.hub;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** Accounts of people: asked for by one, confirmed by another, one role each, and never nobody left to confirm. */
class AccountsTest implements KeepsNumbersOutOfLogs {

    private static People people;

    @BeforeAll
    static void everybodyIsLoggedIn() {
        people = new People();
    }

    @Test
    void accountHasOneRoleAndKeepsIt() {
        String username = people.newAccount("AUDIT_ADMIN");
        people.system.post("/api/v1/accounts", Map.of("username", username, "role", "SYSTEM_ADMIN")).expectProblem(400, "invalid-request").expectFault("username", "taken");
        assertThatThrownBy(() -> hub().database().update("update account set role = 'SYSTEM_ADMIN' where username = ?", username))
                .isInstanceOf(DataAccessException.class).hasMessageContaining("never changes");
        assertThatThrownBy(() -> hub().database().update("update account set confirmed_by = created_by where username = ?", username))
                .isInstanceOf(DataAccessException.class);
        for (Object role : List.of("EVERYTHING", List.of("SYSTEM_ADMIN", "AUDIT_ADMIN"), "")) {
            people.system.post("/api/v1/accounts", Map.of("username", "one-more", "role", role)).expectProblem(400, "invalid-request");
        }
        people.system.post("/api/v1/accounts", Map.of("username", "one-more")).expectProblem(400, "invalid-request").expectFault("role", "missing_field");
        people.system.post("/api/v1/accounts", Map.of("username", "Person:X", "role", "AUDIT_ADMIN")).expectProblem(400, "invalid-request").expectFault("username", "bad_username");
    }

    @Test
    void securityAdministratorMakesNoCallerThatWouldBeSomebodyElse() {
        for (String scope : List.of("hub.admin", "audit.read")) {
            people.security.post("/api/v1/callers", Map.of("clientId", "puppet", "name", "系统", "organisation", "局", "scopes", List.of(scope)))
                    .expectProblem(400, "invalid-request").expectFault("scopes", "separation_of_duties");
        }
        ApiCaller reader = hub().newCaller(Set.of("audit.read"));
        for (String of : List.of("admin", reader.clientId())) {
            people.security.post("/api/v1/callers/" + of + "/secret", Map.of()).expectProblem(400, "invalid-request");
            people.security.put("/api/v1/callers/" + of + "/signing-key", Map.of("algorithm", "HMAC_SM3")).expectProblem(400, "invalid-request");
            people.security.put("/api/v1/callers/" + of + "/public-keys", Map.of("keys", List.of())).expectProblem(400, "invalid-request");
            people.security.put("/api/v1/callers/" + of + "/certificates", Map.of("fingerprints", List.of())).expectProblem(400, "invalid-request");
            people.security.delete("/api/v1/callers/" + of).expectProblem(400, "invalid-request");
        }
    }

    @Test
    void whoeverAsksForAnAccountOrAResetNeverSeesAPasswordForIt() {
        String username = people.askedFor("AUDIT_ADMIN");
        assertThat(people.system.get("/api/v1/accounts?limit=500").expect(200).text()).contains(username).doesNotContain("$argon2");
        assertThat(passwordHash(username)).as("before anybody confirmed").isNull();
        People.replaceOneTimePassword(username, people.confirm(username));
        ApiCaller person = new Person().token(username, PASSWORD);
        Answer reset = people.system.post("/api/v1/accounts/" + username + "/password", Map.of()).expect(200);
        assertThat(reset.json().get("state").asText()).isEqualTo("PENDING");
        assertThat(reset.json().get("oneTimePassword").isBoolean()).isTrue();
        assertThat(passwordHash(username)).isNull();
        person.get("/api/v1/audit/counts").expectProblem(401, "unauthenticated");
        assertThat(new Person().logIn(username, PASSWORD).location()).endsWith("/login?error");
        String oneTime = people.confirm(username);
        people.security.post("/api/v1/accounts/" + username + "/confirmation", Map.of()).expectProblem(409, "illegal-state-move");
        People.replaceOneTimePassword(username, oneTime);
        new Person().token(username, PASSWORD);
        person.get("/api/v1/audit/counts").expectProblem(401, "unauthenticated");
    }

    private static String passwordHash(String username) {
        return hub().database().queryForObject("select password_hash from account where username = ?", String.class, username);
    }

    @Test
    void whoeverAskedDoesNotConfirm() {
        String username = people.askedFor("AUDIT_ADMIN");
        hub().database().update("update account set created_by = 'person:security-admin' where username = ?", username);
        people.security.post("/api/v1/accounts/" + username + "/confirmation", Map.of()).expectProblem(403, "second-person-needed");
    }

    @Test
    void onlySecurityAdministratorIsNeitherResetNorLockedOutSoThatSomebodyCanConfirm() {
        hub().database().update("update account set state = 'DISABLED' where role = 'SECURITY_ADMIN' and username <> 'security-admin'");
        String untaken = people.askedFor("SECURITY_ADMIN");
        people.confirm(untaken);
        for (int i = 0; i < 2; i++) {
            people.system.post("/api/v1/accounts/security-admin/password", Map.of()).expectProblem(409, "illegal-state-move");
            people.system.delete("/api/v1/accounts/security-admin").expectProblem(409, "illegal-state-move");
        }
        people.system.delete("/api/v1/accounts/" + untaken).expect(204);
        String second = people.newAccount("SECURITY_ADMIN");
        people.system.post("/api/v1/accounts/" + second + "/password", Map.of()).expect(200);
        people.system.post("/api/v1/accounts/security-admin/password", Map.of()).expectProblem(409, "illegal-state-move");
        people.system.delete("/api/v1/accounts/security-admin").expectProblem(409, "illegal-state-move");
        people.security.get("/api/v1/accounts").expect(200);
    }

    @Test
    void resetAccountIsNotLockedOutWhereItIsTheLastOfItsRole() {
        String username = people.newAccount("SYSTEM_ADMIN");
        ApiCaller second = new Person().token(username, PASSWORD);
        hub().database().update("update account set state = 'DISABLED' where role = 'SYSTEM_ADMIN' and username not in (?, 'system-admin')", username);
        hub().database().update("update account set state = 'DISABLED' where username = 'system-admin'");
        try {
            second.post("/api/v1/accounts/audit-admin/confirmation", Map.of()).expectProblem(403, "missing-scope");
            String neverConfirmed = People.newName();
            second.post("/api/v1/accounts", Map.of("username", neverConfirmed, "role", "SYSTEM_ADMIN")).expect(201);
            second.delete("/api/v1/accounts/" + username).expectProblem(409, "illegal-state-move");
            second.delete("/api/v1/accounts/" + neverConfirmed).expect(204);
        } finally {
            hub().database().update("update account set state = 'ACTIVE' where username = 'system-admin'");
        }
        String auditing = people.newAccount("AUDIT_ADMIN");
        List<String> others = hub().database().queryForList("""
                select username from account where role = 'AUDIT_ADMIN' and state = 'ACTIVE' and username <> ?""", String.class, auditing);
        others.forEach(other -> hub().database().update("update account set state = 'DISABLED' where username = ?", other));
        try {
            people.system.post("/api/v1/accounts/" + auditing + "/password", Map.of()).expect(200);
            people.system.delete("/api/v1/accounts/" + auditing).expectProblem(409, "illegal-state-move");
        } finally {
            others.forEach(other -> hub().database().update("update account set state = 'ACTIVE' where username = ?", other));
        }
    }

    @Test
    void personLockedOutIsOutAtOnceAndTheLastOfARoleStays() {
        String username = people.newAccount("AUDIT_ADMIN");
        ApiCaller person = new Person().token(username, PASSWORD);
        people.system.delete("/api/v1/accounts/" + username).expect(204);
        person.get("/api/v1/audit/counts").expectProblem(401, "unauthenticated");
        assertThat(new Person().logIn(username, PASSWORD).location()).endsWith("/login?error");
        people.system.delete("/api/v1/accounts/" + username).expectProblem(409, "illegal-state-move");
        people.system.post("/api/v1/accounts/" + username + "/password", Map.of()).expectProblem(409, "illegal-state-move");
        hub().database().update("update account set state = 'DISABLED' where role = 'SYSTEM_ADMIN' and username <> 'system-admin'");
        people.system.delete("/api/v1/accounts/system-admin").expectProblem(409, "illegal-state-move");
        people.system.delete("/api/v1/accounts/nobody").expectProblem(404, "not-found");
    }
}
