package org.licensehub.hub.verification;

import io.swagger.v3.oas.annotations.Hidden;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
    private static final Duration LONGEST_UPLOAD = Duration.ofMinutes(1);
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'";
    private static final Map<String, String> PARTS = Map.of("verify.html", "text/html;charset=UTF-8", "verify.js", "text/javascript;charset=UTF-8",
            "verify.css", "text/css;charset=UTF-8");

    private final SealVerification verifier;
    private final Clock clock;
    private final Semaphore uploads = new Semaphore(16);
    private final Semaphore judgements = new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()));

    VerificationPage(SealVerification verifier, Clock clock) {
        this.clock = clock;
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
        byte[] file = inPlace(uploads, () -> uploaded(body));
        SealReport report = inPlace(judgements, () -> verifier.verify(file));
        return ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL, "no-store").body(report);
    }

    private interface Work<T> {
        T done() throws IOException;
    }

    private static <T> T inPlace(Semaphore places, Work<T> work) throws IOException {
        if (!places.tryAcquire()) {
            throw new ProblemException(ProblemType.TOO_MANY_REQUESTS, "正在验证的文件较多，请稍后再试 / Many files are being verified; try again in a moment");
        }
        try {
            return work.done();
        } finally {
            places.release();
        }
    }

    /** Whoever sends his file drop by drop loses his place to others. */
    private byte[] uploaded(InputStream body) throws IOException {
        Instant deadline = clock.instant().plus(LONGEST_UPLOAD);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        byte[] part = new byte[1 << 16];
        for (int read = body.read(part); read >= 0; read = body.read(part)) {
            file.write(part, 0, read);
            if (file.size() > LONGEST_FILE) {
                throw new ProblemException(ProblemType.TOO_LARGE, "文件超过 32 MiB / The file is longer than 32 MiB");
            }
            if (clock.instant().isAfter(deadline)) {
                throw new ProblemException(ProblemType.TOO_SLOW, "上传须在一分钟内完成 / An upload must be complete within a minute");
            }
        }
        return file.toByteArray();
    }
}
