package org.licensehub.hub.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** A request signed in the way of a provincial gateway, as a caller's own program would sign it. What is sent can be made to differ from what was signed. */
record SignedCall(String hubId, String clientId, UnaryOperator<byte[]> signer, String method, String target, byte[] body, String contentType,
        long timestamp, String nonce) {

    private static final BouncyCastleProvider BC = new BouncyCastleProvider();

    static SignedCall by(String clientId, UnaryOperator<byte[]> signer) {
        return new SignedCall("hub-350205", clientId, signer, "GET", "/api/v1/quarantine", new byte[0], null, System.currentTimeMillis(),
                UUID.randomUUID().toString());
    }

    static UnaryOperator<byte[]> hmac(String secret) {
        return message -> {
            HMac mac = new HMac(new SM3Digest());
            mac.init(new KeyParameter(secret.getBytes(StandardCharsets.UTF_8)));
            mac.update(message, 0, message.length);
            byte[] out = new byte[mac.getMacSize()];
            mac.doFinal(out, 0);
            return out;
        };
    }

    static KeyPair sm2Key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BC);
            generator.initialize(new ECGenParameterSpec("sm2p256v1"), new SecureRandom());
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String pem(KeyPair key) {
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    static UnaryOperator<byte[]> sm2(KeyPair key) {
        return message -> {
            try {
                Signature signature = Signature.getInstance("SM3withSM2", BC);
                signature.initSign(key.getPrivate());
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    SignedCall forHub(String other) {
        return new SignedCall(other, clientId, signer, method, target, body, contentType, timestamp, nonce);
    }

    SignedCall at(long millis) {
        return new SignedCall(hubId, clientId, signer, method, target, body, contentType, millis, nonce);
    }

    SignedCall nonce(String other) {
        return new SignedCall(hubId, clientId, signer, method, target, body, contentType, timestamp, other);
    }

    SignedCall get(String path) {
        return new SignedCall(hubId, clientId, signer, "GET", path, body, contentType, timestamp, nonce);
    }

    SignedCall post(String path, String json) {
        return post(path, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    SignedCall post(String path, String type, byte[] content) {
        return new SignedCall(hubId, clientId, signer, "POST", path, content, type, timestamp, nonce);
    }

    String signature() {
        SM3Digest sm3 = new SM3Digest();
        sm3.update(body, 0, body.length);
        byte[] digest = new byte[sm3.getDigestSize()];
        sm3.doFinal(digest, 0);
        String message = hubId + "\n" + clientId + "\n" + timestamp + "\n" + nonce + "\n" + method + "\n" + target + "\n" + HexFormat.of().formatHex(digest);
        return Base64.getEncoder().encodeToString(signer.apply(message.getBytes(StandardCharsets.UTF_8)));
    }

    Answer send(String... more) {
        return sendWithSignature(signature(), more);
    }

    /** With the signature of another call. */
    Answer sendWithSignature(String signature, String... more) {
        List<String> head = new ArrayList<>(List.of(method + " " + target + " HTTP/1.1", "Host: localhost", "Connection: close", "X-Client-Id: " + clientId,
                "X-Timestamp: " + timestamp, "X-Nonce: " + nonce, "X-Signature: " + signature));
        if (contentType != null) {
            head.add("Content-Type: " + contentType);
            head.add("Content-Length: " + body.length);
        }
        head.addAll(List.of(more));
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes((String.join("\r\n", head) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        request.writeBytes(body);
        return RawHttp.send(request.toByteArray());
    }
}
