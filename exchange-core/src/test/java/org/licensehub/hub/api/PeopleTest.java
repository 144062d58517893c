package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.licensehub.hub.api.People.PASSWORD;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People log in by OpenID Connect, each in one of three roles. */
class PeopleTest implements KeepsNumbersOutOfLogs {

    private static People people;

    @BeforeAll
    static void everybodyIsLoggedIn() {
        people = new People();
    }

    private static List<String> log(String event, String username) {
        return hub().database().queryForList("select body from audit_record where body like ? and body like ? order by sequence", String.class,
                "%\"" + event + "\"%", "%" + username + "%");
    }

    @Test
    void oneTimePasswordsLieInFilesOfTheirOwnerAndAreGoodOnce() throws IOException {
        for (String username : List.of("system-admin", "security-admin", "audit-admin")) {
            Path file = hub().home().resolve("keys/" + username + ".secret");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
            assertThat(new Person().logIn(username, People.oneTime(username)).location()).endsWith("/login?error");
            assertThat(new Person().logIn(username, username).location()).endsWith("/login?error");
            new Person().token(username, PASSWORD);
        }
        assertThat(hub().database().queryForList("select password_hash from account where password_hash is not null", String.class)).allMatch(hash -> hash.startsWith("$argon2id$"));
    }

    @Test
    void oneTimePasswordOpensNothingButItsOwnReplacement() {
        String username = people.askedFor("AUDIT_ADMIN");
        String oneTime = people.confirm(username);
        Person person = new Person();
        person.authorize(person.authorization());
        assertThat(person.logIn(username, oneTime).location()).endsWith("/login/password");
        assertThat(person.authorize(person.authorization()).location()).endsWith("/login");
        for (String weak : List.of("short-1A", "alllowercaseletters", "12345678901234", oneTime, username + "-X1aaaaaaaa", "a".repeat(200))) {
            assertThat(person.choosePassword(weak, weak).location()).as(weak).doesNotContain("changed");
        }
        assertThat(new Person().choosePassword(PASSWORD, PASSWORD).location()).as("without having given the old one").doesNotContain("changed");
    }

    @Test
    void everybodyGetsTheScopeOfTheRoleAndNoOtherWhateverIsAskedFor() {
        people.security.get("/api/v1/callers").expect(200);
        people.security.get("/api/v1/audit/counts").expectProblem(403, "missing-scope");
        people.security.post("/api/v1/accounts", Map.of("username", "x-y-z", "role", "AUDIT_ADMIN")).expectProblem(403, "missing-scope");
        people.security.get("/api/v1/peering/neighbours").expectProblem(403, "missing-scope");
        people.system.get("/api/v1/accounts").expect(200);
        people.system.get("/api/v1/peering/neighbours").expect(200);
        people.system.get("/api/v1/callers").expectProblem(403, "missing-scope");
        people.system.get("/api/v1/audit/counts").expectProblem(403, "missing-scope");
        people.system.post("/api/v1/accounts/audit-admin/confirmation", Map.of()).expectProblem(403, "missing-scope");
        people.auditor.get("/api/v1/audit/counts").expect(200);
        people.auditor.get("/api/v1/callers").expectProblem(403, "missing-scope");
        people.auditor.get("/api/v1/accounts").expectProblem(403, "missing-scope");
        for (ApiCaller person : List.of(people.system, people.security, people.auditor)) {
            person.get("/api/v1/quarantine").expectProblem(403, "missing-scope");
            person.get("/api/v1/reviews").expectProblem(403, "missing-scope");
        }
    }

    @Test
    void logInIsRecordedAndWhatAPersonDoesIsUnderTheirName() {
        String username = people.newAccount("SECURITY_ADMIN");
        ApiCaller person = new Person().token(username, PASSWORD);
        person.post("/api/v1/callers", Map.of("clientId", "by-" + username, "name", "系统", "organisation", "局", "scopes", List.of("licenses.read"))).expect(201);
        assertThat(log("LOGGED_IN", username)).hasSize(1).first().asString().contains("SECURITY_ADMIN", "127.0.0.1");
        assertThat(log("CALLER_REGISTERED", "by-" + username)).hasSize(1).first().asString().contains("person:" + username);
        assertThat(log("ACCOUNT_CHANGED", username)).hasSize(3);
    }

    @Test
    void identityTokenNamesThePersonAndIsSigned() throws Exception {
        Person person = new Person();
        person.authorize(person.authorization());
        Person.Step sent = person.follow(person.logIn("audit-admin", PASSWORD));
        assertThat(sent.parameter("state")).isEqualTo("state-1");
        JsonNode answer = new ObjectMapper().readTree(person.redeem(sent.parameter("code"), person.verifier()).body());
        SignedJWT identity = SignedJWT.parse(answer.get("id_token").asText());
        JWKSet keys = JWKSet.parse(hub().anonymous().get("/oauth2/jwks").expect(200).text());
        assertThat(keys.getKeys()).noneMatch(key -> key.isPrivate());
        assertThat(identity.verify(new ECDSAVerifier(keys.getKeyByKeyId(identity.getHeader().getKeyID()).toECKey()))).isTrue();
        assertThat(identity.getJWTClaimsSet().getSubject()).isEqualTo("audit-admin");
        assertThat(identity.getJWTClaimsSet().getAudience()).containsExactly(Person.CLIENT);
        hub().anonymous().withToken(answer.get("id_token").asText()).get("/api/v1/audit/counts").expectProblem(401, "unauthenticated");
    }

    @Test
    void codeIsGoodOnceAndOnlyWithTheProofItWasAskedForWith() throws IOException {
        Person person = new Person();
        person.authorize(person.authorization());
        String code = person.follow(person.logIn("audit-admin", PASSWORD)).parameter("code");
        assertThat(person.redeem(code, "x".repeat(60)).status()).isIn(400, 401);
        Person again = new Person();
        again.authorize(again.authorization());
        String second = again.follow(again.logIn("audit-admin", PASSWORD)).parameter("code");
        String token = new ObjectMapper().readTree(again.redeem(second, again.verifier()).body()).get("access_token").asText();
        ApiCaller caller = hub().anonymous().withToken(token);
        caller.get("/api/v1/audit/counts").expect(200);
        assertThat(again.redeem(second, again.verifier()).status()).isEqualTo(400);
        caller.get("/api/v1/audit/counts").expectProblem(401, "unauthenticated");
    }

    @Test
    void logInLeadsNowhereButToTheRegisteredAddressAndNeverWithoutProofKey() {
        Person person = new Person();
        Map<String, String> elsewhere = person.authorization();
        elsewhere.put("redirect_uri", "https://evil.example/callback");
        assertThat(person.authorize(elsewhere).status()).isIn(400, 302);
        assertThat(person.authorize(elsewhere).location()).doesNotContain("evil");
        Person loggedIn = new Person();
        loggedIn.authorize(loggedIn.authorization());
        loggedIn.logIn("audit-admin", PASSWORD);
        assertThat(loggedIn.authorize(elsewhere).status()).isEqualTo(400);
        Map<String, String> withoutProof = loggedIn.authorization();
        withoutProof.remove("code_challenge");
        withoutProof.remove("code_challenge_method");
        Person.Step refused = loggedIn.authorize(withoutProof);
        assertThat(refused.parameter("code")).isNull();
        assertThat(refused.location()).contains("error=invalid_request");
    }

    @Test
    void fifthWrongPasswordLocksForAWhileEvenTheRightOne() {
        String username = people.newAccount("AUDIT_ADMIN");
        for (int i = 0; i < 5; i++) {
            assertThat(new Person().logIn(username, "Wrong-password-1").location()).endsWith("/login?error");
        }
        assertThat(new Person().logIn(username, PASSWORD).location()).endsWith("/login?error");
        assertThat(log("CALL_REFUSED", "person:" + username)).isNotEmpty().first().asString().contains("wrong_password");
        hub().database().update("update account set locked_until = now() - interval '1 second' where username = ?", username);
        new Person().token(username, PASSWORD);
    }

    @Test
    void rightPasswordInBetweenForgetsTheWrongOnes() {
        String username = people.newAccount("AUDIT_ADMIN");
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 4; i++) {
                new Person().logIn(username, "Wrong-password-1");
            }
            new Person().token(username, PASSWORD);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody-here", "<script>alert(1)</script>", "a'b\"c", "x\r\nLocation: https://evil.example", "甲", "", "peer:hub"})
    void unknownNamesGetTheAnswerOfWrongPasswordsAndAreRepeatedNowhere(String username) {
        Person person = new Person();
        Person.Step refused = person.logIn(username, "Wrong-password-1");
        assertThat(refused.status()).isEqualTo(302);
        assertThat(refused.location()).endsWith("/login?error");
        Person.Step page = person.follow(refused);
        assertThat(page.body()).contains("用户名或密码不正确");
        if (username.length() > 1) {
            assertThat(page.body()).doesNotContain(username);
            assertThat(hub().log().lines()).noneMatch(line -> line.contains(username));
        }
    }

    @Test
    void sessionThatSomebodyElseMayHavePlantedIsLeftBehindWhenAPasswordWasRight() {
        String username = people.askedFor("AUDIT_ADMIN");
        String oneTime = people.confirm(username);
        Person person = new Person();
        Person attacker = new Person();
        attacker.logIn(username, oneTime);
        String planted = attacker.session();
        person.plantSession(planted);
        person.logIn(username, oneTime);
        String changing = person.session();
        assertThat(changing).isNotEmpty().isNotEqualTo(planted);
        person.choosePassword(PASSWORD, PASSWORD);
        person.logIn(username, PASSWORD);
        assertThat(person.session()).isNotEmpty().isNotEqualTo(changing);
    }

    @Test
    void logInWithoutTheTokenOfThePageIsRefused() {
        assertThat(new Person().post("/login", Map.of("username", "audit-admin", "password", PASSWORD)).status()).isEqualTo(403);
    }

    @Test
    void logInsCodesAndTokensEndWithThePasswordTheyWereBegunWith() throws IOException {
        String username = people.newAccount("AUDIT_ADMIN");
        Person loggedIn = new Person();
        loggedIn.authorize(loggedIn.authorization());
        String code = loggedIn.follow(loggedIn.logIn(username, PASSWORD)).parameter("code");
        assertThat(loggedIn.authorize(loggedIn.authorization()).parameter("code")).isNotNull();
        people.system.post("/api/v1/accounts/" + username + "/password", Map.of()).expect(200);
        assertThat(loggedIn.redeem(code, loggedIn.verifier()).status()).as("while it waits for confirmation").isEqualTo(400);
        String oneTime = people.confirm(username);
        assertThat(loggedIn.authorize(loggedIn.authorization()).location()).as("confirmed").endsWith("/login");
        People.replaceOneTimePassword(username, oneTime);
        assertThat(loggedIn.redeem(code, loggedIn.verifier()).status()).as("in force again").isEqualTo(400);
        assertThat(loggedIn.authorize(loggedIn.authorization()).location()).as("in force again").endsWith("/login");
        loggedIn.token(username, PASSWORD).get("/api/v1/audit/counts").expect(200);
    }

    @Test
    void sessionOfAnEarlierOneTimePasswordDoesNotChooseThePasswordAfterALaterOne() {
        String username = people.askedFor("AUDIT_ADMIN");
        Person early = new Person();
        assertThat(early.logIn(username, people.confirm(username)).location()).endsWith("/login/password");
        people.system.post("/api/v1/accounts/" + username + "/password", Map.of()).expect(200);
        String later = people.confirm(username);
        assertThat(early.choosePassword(PASSWORD, PASSWORD).location()).doesNotContain("changed");
        People.replaceOneTimePassword(username, later);
    }

    @Test
    void nobodyHasASessionBeforeARightPassword() {
        Person person = new Person();
        person.get("/login");
        person.authorize(person.authorization());
        person.get("/login/password");
        person.logIn("audit-admin", "Wrong-password-1");
        assertThat(person.session()).isEmpty();
        assertThat(person.follow(person.logIn("audit-admin", PASSWORD)).parameter("state")).as("led to where they wanted to go").isEqualTo("state-1");
        assertThat(person.session()).isNotEmpty();
    }

    @Test
    void identityTokenOpensNothing() throws IOException {
        Person person = new Person();
        person.authorize(person.authorization());
        String code = person.follow(person.logIn("audit-admin", PASSWORD)).parameter("code");
        String identity = new ObjectMapper().readTree(person.redeem(code, person.verifier()).body()).get("id_token").asText();
        ApiCaller withIt = hub().anonymous().withToken(identity);
        for (String path : List.of("/api/v1/audit/counts", "/api/v1/accounts", "/api/v1/callers", "/api/v1/licenses/x", "/userinfo")) {
            assertThat(withIt.get(path).status()).as(path).isEqualTo(401);
        }
    }

    @Test
    void tokenOfACallerIsNoCode() {
        String token = hub().newCaller(Set.of("licenses.read")).token();
        Person person = new Person();
        assertThat(person.redeem(token, person.verifier()).status()).isEqualTo(400);
    }

    @Test
    void pageIsInBothLanguagesAndRunsNoScript() {
        Person.Step page = new Person().get("/login");
        assertThat(page.body()).contains("登录", "Log in", "lang=\"zh-CN\"").doesNotContain("<script");
        assertThat(hub().anonymous().get("/login").header("Content-Security-Policy").orElse("")).contains("default-src 'none'");
        assertThat(new Person().get("/login/page.css").status()).isEqualTo(200);
        assertThat(new Person().get("/login/../../application.yaml").status()).isBetween(400, 404);
    }
}
