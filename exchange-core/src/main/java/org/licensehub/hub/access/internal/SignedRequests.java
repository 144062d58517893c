package org.licensehub.hub.access.internal;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.springframework.stereotype.Component;

/** Judges requests signed in the way of provincial gateways: time, signature, and that the nonce was not used before. */
@Component
class SignedRequests {

    private static final String PURPOSE = "nonce";

    private final HubProperties hub;
    private final AccessProperties.Signatures settings;
    private final CallerKeys keys;
    private final UsedOnce used;
    private final RefusedCalls refused;
    private final CallOrigin origin;
    private final CallerRules rules;
    private final Clock clock;

    SignedRequests(HubProperties hub, AccessProperties access, CallerKeys keys, UsedOnce used, RefusedCalls refused, CallOrigin origin,
            CallerRules rules, Clock clock) {
        this.hub = hub;
        this.settings = access.signatures();
        this.keys = keys;
        this.used = used;
        this.refused = refused;
        this.origin = origin;
        this.rules = rules;
        this.clock = clock;
    }

    AccessProperties.Signatures settings() {
        return settings;
    }

    /** What can be judged before the body is read, so that nobody unknown makes the hub hold one. */
    void checkHead(SignatureHeaders headers, HttpServletRequest request) {
        Instant now = clock.instant();
        if (Duration.between(headers.time(), now).abs().compareTo(settings.clockSkew()) > 0) {
            refused.recordUnproven(knownOrNull(headers.clientId()), "clock_skew", origin.of(request));
            throw refusal(settings.timestampHeader(), "clock_skew", "与本库时间相差过大，请校准时钟", "is too far from the hub's time; set your clock")
                    .with("serverTime", now.toEpochMilli()).with("toleratedSeconds", settings.clockSkew().toSeconds());
        }
        if (knownOrNull(headers.clientId()) == null) {
            refused.recordUnproven(null, "unknown_caller", origin.of(request));
            throw wrong();
        }
        checkNetwork(headers.clientId(), request);
    }

    /**
     * Before the body, which nobody outside the caller's networks may make the hub hold. Refuses only what is refused as registered now; a
     * caller remembered as it was before is judged again when its signature has been checked.
     */
    private void checkNetwork(String clientId, HttpServletRequest request) {
        Predicate<CallerKeys.Signer> foreign = signer -> !rules.inItsNetworks(signer.caller(), request);
        if (keys.remembered(clientId).filter(foreign).isPresent() && keys.signer(clientId).filter(foreign).isPresent()) {
            refused.recordUnproven(clientId, "foreign_network", origin.of(request));
            throw CallerRules.foreignNetwork();
        }
    }

    BodyRoom room() {
        return new BodyRoom(settings.longestBody(), clock);
    }

    private String knownOrNull(String clientId) {
        return keys.remembered(clientId).or(() -> keys.signer(clientId)).map(signer -> signer.caller().clientId()).orElse(null);
    }

    /**
     * The caller that signed. Keys are taken from memory first; the statement that uses the nonce up also asks whether they are still the
     * caller's, so that a usual request costs one round trip.
     */
    Caller signer(SignatureHeaders headers, HttpServletRequest request, byte[] body) {
        byte[] message = headers.message(hub.id(), request, body);
        Optional<CallerKeys.Signer> remembered = keys.remembered(headers.clientId()).filter(signer -> signer.key().verifies(message, headers.signature()));
        if (remembered.isPresent() && use(remembered.get(), headers)) {
            return remembered.get().caller();
        }
        CallerKeys.Signer signer = keys.signer(headers.clientId()).filter(fresh -> fresh.key().verifies(message, headers.signature())).orElseThrow(() -> {
            refused.recordUnproven(headers.clientId(), "signature_wrong", origin.of(request));
            return wrong();
        });
        if (!use(signer, headers)) {
            refused.record(headers.clientId(), "nonce_replayed", origin.of(request));
            throw refusal(settings.nonceHeader(), "nonce_replayed", "已使用过，每次请求须用新的随机数", "was used before; take a new one for each request");
        }
        return signer.caller();
    }

    private boolean use(CallerKeys.Signer signer, SignatureHeaders headers) {
        return used.use(PURPOSE, headers.clientId(), signer.caller().version(), headers.nonce(), headers.time().plus(settings.clockSkew()));
    }

    /** The same for a caller that is unknown, one that does not sign and one that signed something else. */
    private ProblemException wrong() {
        return refusal(settings.signatureHeader(), "signature_wrong", "与请求不符，或账号、密钥未登记", "does not fit the request, or client id or key is not registered");
    }

    private static ProblemException refusal(String header, String code, String zh, String en) {
        return new ProblemException(ProblemType.SIGNATURE_REFUSED, header + ": " + zh + " / " + en).at(header, code, zh, en);
    }
}
