package org.licensehub.hub.sharing.internal;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Instant;
import org.licensehub.hub.access.FiveElements;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.store.file.FileFormat;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** The sharing interface (共享接口) for approval systems. */
@RestController
class SharingController {

    private final Lookups lookups;
    private final BatchLookups batches;
    private final LicenseUse use;
    private final Verifications verifications;

    SharingController(Lookups lookups, BatchLookups batches, LicenseUse use, Verifications verifications) {
        this.lookups = lookups;
        this.batches = batches;
        this.use = use;
        this.verifications = verifications;
    }

    /** @param reach LOCAL (default) or ABOVE: ask the hubs above if the license is not here */
    record UseRequest(FiveElements elements, LookupRequest.Reach reach) {

        UseRequest checked() {
            if (elements == null) {
                throw ProblemException.invalid("elements", "missing_field", "须提供五要素", "the five elements are required");
            }
            elements.requireComplete();
            return new UseRequest(elements, reach == null ? LookupRequest.Reach.LOCAL : reach);
        }
    }

    @Operation(summary = "按持证主体查询证照 / Look licenses up by holder code")
    @PostMapping("/api/v1/lookups")
    LookupAnswer lookup(@RequestBody LookupRequest request, Principal caller) {
        return lookups.answer(request.checked(), Asker.caller(caller.getName()));
    }

    @Operation(summary = "批量查询证照 / Look licenses of up to 1,000 holders up", description = "One outcome for each holder, in the order of the question.")
    @PostMapping("/api/v1/lookups/batch")
    BatchAnswer batch(@RequestBody BatchRequest request, Principal caller) {
        return batches.answer(request.checked(), Asker.caller(caller.getName()));
    }

    @Operation(summary = "获取证照信息 / License data by identifier")
    @PostMapping("/api/v1/licenses/{identifier}/data")
    LicenseUse.DataAnswer data(@PathVariable String identifier, @RequestBody UseRequest request, Principal caller) {
        UseRequest checked = request.checked();
        return use.data(identifier, checked.elements(), checked.reach(), Asker.caller(caller.getName()));
    }

    @Operation(summary = "下载证照文件 / The sealed file")
    @ApiResponse(responseCode = "200", content = {
        @Content(mediaType = "application/pdf", schema = @Schema(type = "string", format = "binary")),
        @Content(mediaType = "application/ofd", schema = @Schema(type = "string", format = "binary"))})
    @PostMapping(path = "/api/v1/licenses/{identifier}/file")
    ResponseEntity<byte[]> file(@PathVariable String identifier, @RequestBody UseRequest request, Principal caller) {
        UseRequest checked = request.checked();
        return handOut(identifier, use.file(identifier, checked.elements(), checked.reach(), Asker.caller(caller.getName())));
    }

    /** @param expires until when the copy may be used, within 366 days; 30 days from now if left out */
    record CopyRequest(FiveElements elements, @Schema(types = {"string", "null"}, format = "date-time") Instant expires) {
    }

    @Operation(summary = "制作加注件 / An annotated copy for one use, sealed by this hub")
    @ApiResponse(responseCode = "200", content = {
        @Content(mediaType = "application/pdf", schema = @Schema(type = "string", format = "binary")),
        @Content(mediaType = "application/ofd", schema = @Schema(type = "string", format = "binary"))})
    @PostMapping(path = "/api/v1/licenses/{identifier}/copies")
    ResponseEntity<byte[]> copy(@PathVariable String identifier, @RequestBody CopyRequest request, Principal caller) {
        FiveElements elements = new UseRequest(request.elements(), null).checked().elements();
        return handOut(identifier + "-copy", use.copy(identifier, elements, request.expires(), Asker.caller(caller.getName())));
    }

    private static ResponseEntity<byte[]> handOut(String title, LicenseUse.FileAnswer answer) {
        FileFormat format = FileFormat.of(answer.content()).orElseThrow(() -> new IllegalStateException("A license file is PDF or OFD"));
        String name = title + "." + format.extension();
        return ResponseEntity.ok().contentType(MediaType.parseMediaType(format.mediaType()))
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename(name).build().toString())
                .header("LicenseHub-File-Digest", "SM3=" + answer.digest())
                .header("LicenseHub-Receipt", answer.receipt().hub() + ";" + answer.receipt().sequence() + ";" + answer.receipt().leafHash())
                .body(answer.content());
    }

    @Operation(summary = "证照信息验证 / Check claimed information")
    @PostMapping("/api/v1/verifications/information")
    Verifications.InformationResult information(@RequestBody Verifications.InformationCheck check, Principal caller) {
        return verifications.information(check, Asker.caller(caller.getName()));
    }

    @Operation(summary = "证照文件验证 / Check a license file")
    @PostMapping(path = "/api/v1/verifications/file", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    Verifications.FileResult file(@RequestPart MultipartFile file, @RequestPart FiveElements elements, Principal caller) throws IOException {
        return verifications.file(file.getBytes(), elements, Asker.caller(caller.getName()));
    }
}
