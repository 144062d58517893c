package org.licensehub.hub.access.internal;

import com.nimbusds.jose.jwk.JWKSet;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.access.CallerDirectory;
import org.licensehub.signing.Sm2Verifier;
import org.licensehub.store.protection.PersonalData;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The keys by which callers prove who they are. A shared secret must be usable, so it is ciphertext and no digest. */
@Component
class CallerKeys {

    private static final String SECRET = "caller-signing-secret";
    private static final int SECRET_BYTES = 32;
    private static final String ACTIVE = " where client_id = ? and disabled_at is null";

    private final JdbcTemplate jdbc;
    private final PersonalData protection;
    private final CallerDirectory callers;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Signer> known = new ConcurrentHashMap<>();

    CallerKeys(JdbcTemplate jdbc, PersonalData protection, CallerDirectory callers) {
        this.jdbc = jdbc;
        this.protection = protection;
        this.callers = callers;
    }

    /** A caller that signs its requests, as it was in its version. */
    record Signer(Caller caller, SigningKey key) {
    }

    /** From memory if it is there; whether it is still true must be asked with its version. */
    Optional<Signer> remembered(String clientId) {
        return Optional.ofNullable(known.get(clientId));
    }

    Optional<Signer> signer(String clientId) {
        if (!CallerDirectory.wellFormed(clientId)) {
            return Optional.empty();
        }
        // the key is read after the version: at worst it is newer than the version says, and then the version is found outdated
        Optional<Signer> signer = callers.find(clientId).flatMap(caller -> signingKey(clientId).map(key -> new Signer(caller, key)));
        signer.ifPresentOrElse(found -> known.put(clientId, found), () -> known.remove(clientId));
        return signer;
    }

    private Optional<SigningKey> signingKey(String clientId) {
        return jdbc.query("select signing_algorithm, signing_secret_enc, signing_public_key from caller" + ACTIVE
                + " and signing_algorithm is not null", (row, number) -> switch (SigningKey.Algorithm.valueOf(row.getString(1))) {
                    case HMAC_SM3 -> new SigningKey.HmacSm3(protection.open(SECRET, row.getBytes(2)));
                    case SM2 -> new SigningKey.Sm2(Sm2Verifier.publicKeyFromPem(row.getString(3)));
                }, clientId).stream().map(SigningKey.class::cast).findFirst();
    }

    /** @return the new shared secret, shown this once; empty if there is no such caller */
    Optional<String> shareSecret(String clientId) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = HexFormat.of().formatHex(bytes);
        return setSigningKey(clientId, SigningKey.Algorithm.HMAC_SM3, protection.seal(SECRET, secret.getBytes(StandardCharsets.US_ASCII)), null)
                ? Optional.of(secret) : Optional.empty();
    }

    /** @param pem SM2 public key */
    boolean setPublicKey(String clientId, String pem) {
        return setSigningKey(clientId, SigningKey.Algorithm.SM2, null, pem);
    }

    boolean removeSigningKey(String clientId) {
        return setSigningKey(clientId, null, null, null);
    }

    private boolean setSigningKey(String clientId, SigningKey.Algorithm algorithm, byte[] secret, String publicKey) {
        return jdbc.update("update caller set signing_algorithm = ?, signing_secret_enc = ?, signing_public_key = ?, version = version + 1" + ACTIVE,
                algorithm == null ? null : algorithm.name(), secret, publicKey, clientId) == 1;
    }

    /** Public keys for client assertions, as registered now. */
    Optional<JWKSet> assertionKeys(String clientId) {
        return jdbc.queryForList("select jwks from caller" + ACTIVE + " and jwks is not null", String.class, clientId).stream().findFirst()
                .map(AssertionKeys::stored);
    }

    /** @param keys may be empty: then the caller has none */
    boolean setAssertionKeys(String clientId, JWKSet keys) {
        return jdbc.update("update caller set jwks = ?, version = version + 1" + ACTIVE, keys.isEmpty() ? null : keys.toString(), clientId) == 1;
    }

    /** SHA-256 or SM3 fingerprints of the client certificates registered now. */
    Set<String> certificates(String clientId) {
        return jdbc.query("select certificates from caller" + ACTIVE, (row, number) -> Set.of((String[]) row.getArray(1).getArray()), clientId).stream()
                .findFirst().orElse(Set.of());
    }

    boolean setCertificates(String clientId, Set<String> fingerprints) {
        return jdbc.update("update caller set certificates = ?, version = version + 1" + ACTIVE, fingerprints.toArray(String[]::new), clientId) == 1;
    }
}
