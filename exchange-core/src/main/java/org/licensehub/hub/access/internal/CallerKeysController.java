package org.licensehub.hub.access.internal;

import com.nimbusds.jose.jwk.JWKSet;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.licensehub.hub.access.CallerDirectory;
import org.licensehub.hub.audit.AuditDraft;
import org.licensehub.hub.audit.AuditEvent;
import org.licensehub.hub.audit.AuditLog;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.signing.Sm2Verifier;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The ways in of callers: secret, keys for assertions, key for signed requests, client certificates. Each counts from the next request on. */
@RestController
class CallerKeysController {

    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");
    private static final int MOST_CERTIFICATES = 10;
    private static final int LONGEST_PEM = 2000;

    private final CallerDirectory callers;
    private final CallerKeys keys;
    private final SeparateDuties duties;
    private final AuditLog audit;

    CallerKeysController(CallerDirectory callers, CallerKeys keys, SeparateDuties duties, AuditLog audit) {
        this.callers = callers;
        this.keys = keys;
        this.duties = duties;
        this.audit = audit;
    }

    /** @param publicKey SM2 public key as PEM; only with algorithm SM2 */
    record SigningKeyRequest(SigningKey.Algorithm algorithm, @Schema(types = {"string", "null"}, requiredMode = Schema.RequiredMode.NOT_REQUIRED)
            String publicKey) {
    }

    /** @param secret with HMAC_SM3 the new shared secret, shown this once */
    record SigningKeyAnswer(SigningKey.Algorithm algorithm, @Schema(types = {"string", "null"}) String secret) {
    }

    /** @param keys public keys as JWK */
    record KeySet(List<Map<String, Object>> keys) {
    }

    /** @param fingerprints of the whole certificate in DER: SHA-256 or SM3, 64 hexadecimal digits, lower case */
    record Certificates(Set<String> fingerprints) {
    }

    @Operation(summary = "更换密钥 / A new secret; the old one gets no more tokens")
    @PostMapping("/api/v1/callers/{clientId}/secret")
    @Transactional
    public CallerController.NewCaller renewSecret(@PathVariable String clientId, Principal admin) {
        duties.requireMayAdminister(clientId, admin);
        String secret = callers.renewSecret(clientId).orElseThrow(CallerController::noSuchCaller);
        changed(clientId, "secret", admin);
        return new CallerController.NewCaller(clientId, secret);
    }

    @Operation(summary = "取消密钥 / Take the secret away from a caller that comes in by key or certificate")
    @DeleteMapping("/api/v1/callers/{clientId}/secret")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Transactional
    public void removeSecret(@PathVariable String clientId, Principal admin) {
        duties.requireMayAdminister(clientId, admin);
        require(callers.removeSecret(clientId));
        changed(clientId, "secret", admin);
    }

    @Operation(summary = "登记请求签名密钥 / Register the key of signed requests: a shared secret or an SM2 public key")
    @PutMapping("/api/v1/callers/{clientId}/signing-key")
    @Transactional
    public SigningKeyAnswer setSigningKey(@PathVariable String clientId, @RequestBody SigningKeyRequest request, Principal admin) {
        duties.requireMayAdminister(clientId, admin);
        if (request.algorithm() == null) {
            throw ProblemException.invalid("algorithm", "missing_field", "须为 HMAC_SM3 或 SM2", "must be HMAC_SM3 or SM2");
        }
        String secret = null;
        if (request.algorithm() == SigningKey.Algorithm.SM2) {
            require(keys.setPublicKey(clientId, sm2(request.publicKey())));
        } else if (request.publicKey() == null) {
            secret = keys.shareSecret(clientId).orElseThrow(CallerController::noSuchCaller);
        } else {
            throw ProblemException.invalid("publicKey", "unexpected", "HMAC_SM3 的密钥由本库生成", "the secret of HMAC_SM3 is made by the hub");
        }
        changed(clientId, "signing-key", admin);
        return new SigningKeyAnswer(request.algorithm(), secret);
    }

    private static String sm2(String pem) {
        try {
            if (pem != null && pem.length() <= LONGEST_PEM) {
                return Sm2Verifier.publicKeyToPem(Sm2Verifier.publicKeyFromPem(pem));
            }
        } catch (IllegalArgumentException e) {
            throw badSm2Key();
        }
        throw badSm2Key();
    }

    private static ProblemException badSm2Key() {
        return ProblemException.invalid("publicKey", "bad_key", "须为 PEM 格式的 SM2 公钥", "must be an SM2 public key as PEM");
    }

    @Operation(summary = "取消请求签名密钥 / No more signed requests of this caller")
    @DeleteMapping("/api/v1/callers/{clientId}/signing-key")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Transactional
    public void removeSigningKey(@PathVariable String clientId, Principal admin) {
        duties.requireMayAdminister(clientId, admin);
        require(keys.removeSigningKey(clientId));
        changed(clientId, "signing-key", admin);
    }

    @Operation(summary = "登记客户端断言公钥 / Register the public keys of private_key_jwt; an empty list takes them away",
            description = "P-256 (ES256) or RSA of 2048 bits and more (RS256, PS256) as JWK. A key without `kid` gets its thumbprint (RFC 7638).")
    @PutMapping("/api/v1/callers/{clientId}/public-keys")
    @Transactional
    public KeySet setPublicKeys(@PathVariable String clientId, @RequestBody KeySet request, Principal admin) {
        duties.requireMayAdminister(clientId, admin);
        JWKSet checked = AssertionKeys.checked(request.keys());
        require(keys.setAssertionKeys(clientId, checked));
        changed(clientId, "public-keys", admin);
        return new KeySet(checked.getKeys().stream().map(key -> (Map<String, Object>) key.toJSONObject()).toList());
    }

    @Operation(summary = "登记客户端证书 / Register client certificates by fingerprint; an empty list takes them away")
    @PutMapping("/api/v1/callers/{clientId}/certificates")
    @Transactional
    public Certificates setCertificates(@PathVariable String clientId, @RequestBody Certificates request, Principal admin) {
        duties.requireMayAdminister(clientId, admin);
        Set<String> fingerprints = request.fingerprints();
        if (fingerprints == null || fingerprints.size() > MOST_CERTIFICATES
                || !fingerprints.stream().allMatch(text -> text != null && FINGERPRINT.matcher(text).matches())) {
            throw ProblemException.invalid("fingerprints", "bad_fingerprint", "须为至多 10 个 64 位小写十六进制的 SHA-256 或 SM3 指纹",
                    "at most 10 SHA-256 or SM3 fingerprints, 64 hexadecimal digits in lower case");
        }
        require(keys.setCertificates(clientId, fingerprints));
        changed(clientId, "certificates", admin);
        return new Certificates(new TreeSet<>(fingerprints));
    }

    private static void require(boolean found) {
        if (!found) {
            throw CallerController.noSuchCaller();
        }
    }

    private void changed(String clientId, String what, Principal admin) {
        audit.appendInTransaction(AuditDraft.of(AuditEvent.CALLER_CHANGED, admin.getName()).with("caller", clientId).with("changed", what));
    }
}
