package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.licensehub.hub.api.RunningHub.hub;
import static org.licensehub.hub.api.SealDesk.APPLICANT;
import static org.licensehub.hub.api.SealDesk.MANAGER;
import static org.licensehub.hub.api.SealDesk.inUse;
import static org.licensehub.hub.api.SealDesk.pages;
import static org.licensehub.hub.api.SealDesk.step;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.junit.jupiter.api.Test;
import org.licensehub.hub.api.SealDesk.Authority;
import org.licensehub.hub.seals.LicenseSeals;
import org.licensehub.signing.SealRequest;
import org.licensehub.signing.Sm3;
import org.springframework.transaction.support.TransactionTemplate;

/** A seal that leaves use while others seal with it: nothing is sealed later than that. */
class SealRaceTest implements KeepsNumbersOutOfLogs {

    private static final int THREADS = 4;
    private static final int ROUNDS = 5;
    private static final LicenseSeals SEALS = hub().part(LicenseSeals.class);
    private static final TransactionTemplate TRANSACTION = hub().part(TransactionTemplate.class);
    private static final byte[] PDF = blank();

    private static byte[] blank() {
        try (PDDocument document = new PDDocument(); ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            document.addPage(new PDPage());
            document.save(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Seals as the sealing desk does. @return digest of the document; empty if there was no seal to use */
    private static String seal(Authority authority) {
        return TRANSACTION.execute(status -> {
            if (!(SEALS.choose(authority.name(), authority.code()) instanceof LicenseSeals.InUse seal)) {
                return "";
            }
            Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
            byte[] sealed = seal.sealer().seal(PDF, new SealRequest("测试", "350205", authority.name(), now, null));
            String digest = HexFormat.of().formatHex(Sm3.digest(sealed));
            SEALS.recordUse(seal, digest, UUID.randomUUID(), "test", now);
            return digest;
        });
    }

    private static List<CompletableFuture<Void>> sealing(Authority authority, Set<String> documents, AtomicInteger refused, BooleanSupplier goOn) {
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(CompletableFuture.runAsync(() -> {
                while (goOn.getAsBoolean()) {
                    String digest = seal(authority);
                    if (digest.isEmpty()) {
                        refused.incrementAndGet();
                    } else {
                        documents.add(digest);
                    }
                }
            }));
        }
        return threads;
    }

    private static Instant endOf(String id, String state) {
        return pages("/api/v1/seals/" + id + "/history", 100).stream().filter(move -> move.get("to").asText().equals(state))
                .map(move -> Instant.parse(move.get("at").asText())).findFirst().orElseThrow();
    }

    @Test
    void noDocumentCarriesASignatureWhoseUsageIsLaterThanTheCancellation() {
        for (int round = 0; round < ROUNDS; round++) {
            Authority authority = Authority.fresh();
            String id = inUse(authority);
            Set<String> documents = ConcurrentHashMap.newKeySet();
            AtomicInteger refused = new AtomicInteger();
            List<CompletableFuture<Void>> threads = sealing(authority, documents, refused, () -> refused.get() < THREADS);
            int wanted = 5 + 7 * round;
            await().pollInterval(java.time.Duration.ofMillis(1)).until(() -> documents.size() >= wanted);
            step(MANAGER, id, "cancellation").expect(200);
            threads.forEach(CompletableFuture::join);

            Instant cancelled = endOf(id, "CANCELLED");
            List<JsonNode> usages = pages("/api/v1/seals/" + id + "/usages", 1000);
            assertThat(usages).extracting(usage -> usage.get("documentDigest").asText()).containsExactlyInAnyOrderElementsOf(documents);
            assertThat(usages).allSatisfy(usage -> assertThat(Instant.parse(usage.get("sealedAt").asText())).isBeforeOrEqualTo(cancelled));
        }
    }

    @Test
    void cancellationWaitsForTheSealingsUnderWay() {
        Authority authority = Authority.fresh();
        String id = inUse(authority);
        CompletableFuture<Answer> cancellation = TRANSACTION.execute(status -> {
            LicenseSeals.InUse held = (LicenseSeals.InUse) SEALS.choose(authority.name(), authority.code());
            CompletableFuture<Answer> cancelling = CompletableFuture.supplyAsync(() -> step(MANAGER, id, "cancellation"));
            await().until(() -> hub().database().queryForObject("select count(*) from pg_locks where not granted and locktype in ('tuple',"
                    + " 'transactionid')", Long.class) > 0);
            assertThat(cancelling).isNotDone();
            SEALS.recordUse(held, "00", UUID.randomUUID(), "test", Instant.now().truncatedTo(ChronoUnit.MICROS));
            return cancelling;
        });
        cancellation.join().expect(200);
        assertThat(Instant.parse(pages("/api/v1/seals/" + id + "/usages", 9).get(0).get("sealedAt").asText())).isBeforeOrEqualTo(endOf(id, "CANCELLED"));
    }

    @Test
    void nothingIsRefusedWhileASealIsReplacedByItsSuccessor() {
        Authority authority = Authority.fresh();
        String id = inUse(authority);
        Set<String> documents = ConcurrentHashMap.newKeySet();
        AtomicInteger refused = new AtomicInteger();
        AtomicBoolean done = new AtomicBoolean();
        List<CompletableFuture<Void>> threads = sealing(authority, documents, refused, () -> !done.get());
        String last = id;
        for (int change = 0; change < ROUNDS; change++) {
            String next = APPLICANT.post("/api/v1/seals/" + last + "/change", Map.of("reason", "换新")).expect(201).json().get("id").asText();
            SealDesk.complete(next);
            Instant changed = endOf(last, "CHANGED");
            assertThat(pages("/api/v1/seals/" + last + "/usages", 1000)).allSatisfy(usage ->
                    assertThat(Instant.parse(usage.get("sealedAt").asText())).isBeforeOrEqualTo(changed));
            last = next;
        }
        done.set(true);
        threads.forEach(CompletableFuture::join);
        assertThat(refused).hasValue(0);
        assertThat(documents).hasSizeGreaterThan(ROUNDS);
    }

    @Test
    void authorityThatIssuesFromManyHandsAtOnceGetsOneSeal() {
        Authority authority = Authority.fresh();
        Set<String> documents = ConcurrentHashMap.newKeySet();
        AtomicInteger refused = new AtomicInteger();
        sealing(authority, documents, refused, () -> documents.size() < 2 * THREADS).forEach(CompletableFuture::join);
        assertThat(refused).hasValue(0);
        assertThat(hub().database().queryForObject("select count(*) from seal where owner_name = ?", Long.class, authority.name())).isEqualTo(1);
    }
}
