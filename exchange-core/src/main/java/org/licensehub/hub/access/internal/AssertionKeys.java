package org.licensehub.hub.access.internal;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.licensehub.hub.platform.ProblemException;

/** Public keys that callers sign their assertions with (RFC 7517), read strictly: whatever is not clearly such a key is refused. */
final class AssertionKeys {

    /** What assertions may be signed with. Symmetric algorithms are not among them, so a public key can never be taken for a secret. */
    static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256, JWSAlgorithm.PS256);

    private static final int SHORTEST_RSA = 2048;
    private static final int LONGEST_RSA = 8192;
    private static final int MOST_KEYS = 5;

    private AssertionKeys() {
    }

    /** @throws ProblemException if one of them is no public P-256 or RSA key for signatures */
    static JWKSet checked(List<Map<String, Object>> keys) {
        if (keys == null || keys.size() > MOST_KEYS) {
            throw refusal("须给出至多五个公钥", "give at most five public keys");
        }
        List<JWK> checked = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Map<String, Object> each : keys) {
            JWK key = parsed(each);
            if (!names.add(key.getKeyID())) {
                throw refusal("kid 重复", "two keys have the same kid");
            }
            checked.add(key);
        }
        return new JWKSet(checked);
    }

    static JWKSet stored(String text) {
        try {
            return JWKSet.parse(text);
        } catch (ParseException e) {
            throw new IllegalStateException("Registered keys were checked before", e);
        }
    }

    private static JWK parsed(Map<String, Object> json) {
        try {
            JWK key = JWK.parse(json);
            if (key.isPrivate()) {
                throw refusal("请勿提交私钥；该私钥视为已泄露，请更换", "this is a private key: never send it; replace it, as it counts as leaked");
            }
            if (key.getKeyUse() != null && !key.getKeyUse().equals(KeyUse.SIGNATURE)) {
                throw refusal("use 须为 sig", "use must be sig");
            }
            if (key instanceof ECKey ec && ec.getCurve().equals(Curve.P_256)) {
                return new ECKey.Builder(ec.getCurve(), ec.getX(), ec.getY()).keyID(name(key)).keyUse(KeyUse.SIGNATURE).build();
            }
            if (key instanceof RSAKey rsa && rsa.size() >= SHORTEST_RSA && rsa.size() <= LONGEST_RSA) {
                return new RSAKey.Builder(rsa.getModulus(), rsa.getPublicExponent()).keyID(name(key)).keyUse(KeyUse.SIGNATURE).build();
            }
            throw refusal("须为 P-256 或 2048 至 8192 位 RSA 公钥", "must be a P-256 key or an RSA key of 2048 to 8192 bits");
        } catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException | NullPointerException e) {
            throw refusal("不是合法的 JWK 公钥", "is no public key as a JWK");
        }
    }

    private static String name(JWK key) throws JOSEException {
        String kid = key.getKeyID();
        if (kid != null && (kid.isBlank() || kid.length() > 100)) {
            throw refusal("kid 须为 1 到 100 字", "kid has 1 to 100 characters");
        }
        return kid == null ? key.computeThumbprint().toString() : kid;
    }

    private static ProblemException refusal(String zh, String en) {
        return ProblemException.invalid("keys", "bad_key", zh, en);
    }
}
