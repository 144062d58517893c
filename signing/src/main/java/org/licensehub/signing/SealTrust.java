package org.licensehub.signing;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a verifier believes in and knows, all of it at hand: nothing is fetched. Makers of seals are a matter of their own,
 * since otherwise whoever may sign could make himself the seal of somebody else.
 */
public final class SealTrust {

    private final TrustAnchors signers;
    private final TrustAnchors makers;
    private final TrustAnchors timeStampers;
    private final List<X509Certificate> intermediates;
    private final List<X509CRL> revocations;

    private SealTrust(TrustAnchors signers, TrustAnchors makers, TrustAnchors timeStampers, List<X509Certificate> intermediates,
            List<X509CRL> revocations) {
        this.signers = signers;
        this.makers = makers;
        this.timeStampers = timeStampers;
        this.intermediates = List.copyOf(intermediates);
        this.revocations = List.copyOf(revocations);
    }

    /** Signers under these roots; no maker of seals, no time-stamper. */
    public static SealTrust of(TrustAnchors signers) {
        return new SealTrust(signers, null, null, List.of(), List.of());
    }

    /** The same, and these makers of seals: their own certificates, or those of whoever issues them. */
    public SealTrust withMakers(TrustAnchors trusted) {
        return new SealTrust(signers, trusted, timeStampers, intermediates, revocations);
    }

    /** The same, and these authorities of time: their own certificates, or those of whoever issues them. */
    public SealTrust withTimeStampers(TrustAnchors trusted) {
        return new SealTrust(signers, makers, trusted, intermediates, revocations);
    }

    /**
     * The same, and the authorities of time whose certificates lie in this folder ({@code .pem}, {@code .crt}, {@code .cer}).
     *
     * @throws IOException if a file cannot be read; a folder that does not exist adds none
     */
    public SealTrust withTimeStampersIn(Path folder) throws IOException {
        Set<X509Certificate> all = certificates(folder);
        if (all.isEmpty()) {
            return this;
        }
        all.addAll(timeStampers == null ? Set.of() : timeStampers.certificates());
        return withTimeStampers(new TrustAnchors(all));
    }

    /** The same, and these certificates between a root and a signer; they need no trust of their own. */
    public SealTrust withIntermediates(List<X509Certificate> known) {
        return new SealTrust(signers, makers, timeStampers, known, revocations);
    }

    /** The same, and these lists of revoked certificates. */
    public SealTrust withRevocations(List<X509CRL> lists) {
        return new SealTrust(signers, makers, timeStampers, intermediates, lists);
    }

    /**
     * Reads a folder: certificates of roots in the folder itself, of seal makers in {@code makers}, of authorities of time in
     * {@code tsa}, those in between in {@code intermediates}, each as {@code .pem}, {@code .crt} or {@code .cer}; lists of
     * revoked certificates in {@code crl} as {@code .crl} or {@code .pem}. Only the roots are mandatory.
     *
     * @throws IOException if the folder cannot be read
     * @throws IllegalArgumentException if there is no root, or a file is not what its place says
     */
    public static SealTrust read(Path folder) throws IOException {
        List<X509CRL> lists = new ArrayList<>();
        for (Path file : files(folder.resolve("crl"), "*.{crl,pem}")) {
            lists.addAll(Certificates.readCrls(Files.readAllBytes(file)));
        }
        return new SealTrust(new TrustAnchors(certificates(folder)), anchors(folder.resolve("makers")), anchors(folder.resolve("tsa")),
                List.copyOf(certificates(folder.resolve("intermediates"))), lists);
    }

    /** Writes a folder that {@link #read} reads; lists of revoked certificates are left out, since they grow old. */
    public void write(Path folder) throws IOException {
        write(folder, signers.certificates());
        write(folder.resolve("makers"), makers == null ? List.of() : makers.certificates());
        write(folder.resolve("tsa"), timeStampers == null ? List.of() : timeStampers.certificates());
        write(folder.resolve("intermediates"), intermediates);
    }

    private static void write(Path folder, Collection<X509Certificate> certificates) throws IOException {
        if (!certificates.isEmpty()) {
            Files.createDirectories(folder);
        }
        for (X509Certificate certificate : certificates) {
            Files.writeString(folder.resolve(certificate.getSerialNumber().toString(16) + ".pem"),
                    Pem.write(Certificates.encode(certificate), Certificates.LABEL));
        }
    }

    private static TrustAnchors anchors(Path folder) throws IOException {
        Set<X509Certificate> found = certificates(folder);
        return found.isEmpty() ? null : new TrustAnchors(found);
    }

    private static Set<X509Certificate> certificates(Path folder) throws IOException {
        Set<X509Certificate> found = new LinkedHashSet<>();
        for (Path file : files(folder, "*.{pem,crt,cer}")) {
            found.addAll(Certificates.readAll(Files.readAllBytes(file)));
        }
        return found;
    }

    private static List<Path> files(Path folder, String pattern) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, pattern)) {
                stream.forEach(found::add);
            }
        }
        found.sort(null);
        return found;
    }

    TrustAnchors signers() {
        return signers;
    }

    Optional<TrustAnchors> makers() {
        return Optional.ofNullable(makers);
    }

    Optional<TrustAnchors> timeStampers() {
        return Optional.ofNullable(timeStampers);
    }

    List<X509Certificate> intermediates() {
        return intermediates;
    }

    List<X509CRL> revocations() {
        return revocations;
    }
}
