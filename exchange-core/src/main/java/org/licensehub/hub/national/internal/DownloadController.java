package org.licensehub.hub.national.internal;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.Optional;
import java.util.UUID;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.access.CallerDirectory;
import org.licensehub.hub.access.CallerInterface;
import org.licensehub.hub.access.Scopes;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.hub.sharing.LicenseSharing;
import org.licensehub.hub.sharing.ShareCaller;
import org.licensehub.store.file.FileFormat;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Where one-time addresses lead. The copy is made now, for the caller that was promised it and by what it may now. */
@RestController
class DownloadController {

    private final OneTimeDownloads downloads;
    private final CallerDirectory callers;
    private final LicenseSharing sharing;

    DownloadController(OneTimeDownloads downloads, CallerDirectory callers, LicenseSharing sharing) {
        this.downloads = downloads;
        this.callers = callers;
        this.sharing = sharing;
    }

    @Operation(summary = "一次性下载 / Fetch a file from its one-time address", security = {})
    @ApiResponse(responseCode = "200", content = {
        @Content(mediaType = "application/pdf", schema = @Schema(type = "string", format = "binary")),
        @Content(mediaType = "application/ofd", schema = @Schema(type = "string", format = "binary"))})
    @GetMapping("/share/v1/files/{secret}")
    ResponseEntity<byte[]> fetch(@PathVariable String secret) {
        OneTimeDownloads.Claimed claimed = downloads.claim(secret).orElseThrow(DownloadController::nothing);
        if (!mayStill(callers.find(claimed.clientId()))) {
            throw nothing();
        }
        OneTimeDownloads.Promise promise = claimed.promise();
        LicenseSharing.Copy copy = made(claimed.id(), () -> sharing.copy(new ShareCaller(claimed.clientId(), promise.defaulted(), claimed.id()),
                promise.elements(), promise.identifier(), new LicenseSharing.CopyWish(promise.expires(), promise.format())).content());
        FileFormat format = FileFormat.of(copy.content()).orElseThrow(() -> new IllegalStateException("A copy is PDF or OFD"));
        return ResponseEntity.ok().contentType(MediaType.parseMediaType(format.mediaType()))
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename("license-copy." + format.extension()).build().toString())
                .header("LicenseHub-File-Digest", "SM3=" + copy.digest()).body(copy.content());
    }

    private interface Making {
        LicenseSharing.Copy make();
    }

    /** A passing failure of ours does not use the address up: nothing was handed out. */
    private LicenseSharing.Copy made(UUID id, Making making) {
        boolean kept = false;
        try {
            LicenseSharing.Copy copy = making.make();
            kept = true;
            return copy;
        } catch (ProblemException e) {
            kept = e.type().status().is4xxClientError() && e.type().status() != HttpStatus.TOO_MANY_REQUESTS;
            throw e;
        } finally {
            if (!kept) {
                downloads.release(id);
            }
        }
    }

    /** A caller that was locked out or narrowed since has no promise any more. */
    private static boolean mayStill(Optional<Caller> caller) {
        return caller.filter(each -> each.scopes().contains(Scopes.READ))
                .filter(each -> each.interfaces().isEmpty() || each.interfaces().contains(CallerInterface.LICENSE_COPIES)).isPresent();
    }

    /** The same for what never was, what was fetched and what is too old. */
    private static ProblemException nothing() {
        return new ProblemException(ProblemType.NOT_FOUND, "没有该下载地址，或已使用、已过期 / No such address, or it was used or is too old");
    }
}
