package org.licensehub.hub.verification;

import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.hub.seals.SealVerification;
import org.licensehub.signing.SealReport;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A page without login: a sealed file goes in, the judgement of its seal comes out. Nothing is kept, nothing is looked up, so
 * nobody learns here whether a license exists or still holds. Few files at a time, since judging costs processor time.
 */
@RestController
@Hidden
class VerificationPage {

    private static final int LONGEST_FILE = 32 << 20;
    /** For all uploads together. */
    private static final int ROOM = 4 * LONGEST_FILE;
    private static final Duration LONGEST_UPLOAD = Duration.ofMinutes(1);
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'";
    private static final Map<String, String> PARTS = Map.of("verify.html", "text/html;charset=UTF-8", "verify.js", "text/javascript;charset=UTF-8",
            "verify.css", "text/css;charset=UTF-8");

    private final SealVerification verifier;
    private final Clock clock;
    private final UploadRoom room;
    private final Semaphore judgements = new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()));

    VerificationPage(SealVerification verifier, Clock clock) {
        this.clock = clock;
        this.room = new UploadRoom(ROOM, LONGEST_FILE, clock);
        this.verifier = verifier;
    }

    @GetMapping("/verify")
    ResponseEntity<ClassPathResource> page() {
        return part("verify.html");
    }

    @GetMapping("/verify/{part}")
    ResponseEntity<ClassPathResource> part(@PathVariable String part) {
        String type = PARTS.get(part);
        if (type == null) {
            throw new ProblemException(ProblemType.NOT_FOUND, "没有该页面 / No such page");
        }
        return ResponseEntity.ok().contentType(MediaType.parseMediaType(type)).header("Content-Security-Policy", POLICY)
                .cacheControl(CacheControl.maxAge(Duration.ofMinutes(10))).body(new ClassPathResource("verify-page/" + part));
    }

    /** @param body the file itself, at most 32 MiB */
    @PostMapping(path = "/verify/files", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    ResponseEntity<SealReport> verify(InputStream body) throws IOException {
        try (UploadRoom.Upload upload = room.open(clock.instant().plus(LONGEST_UPLOAD))) {
            upload.read(body);
            if (!judgements.tryAcquire()) {
                throw UploadRoom.busy();
            }
            try {
                return ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL, "no-store").body(verifier.verify(upload.content()));
            } finally {
                judgements.release();
            }
        }
    }
}
