package org.licensehub.hub.national.internal;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.access.CallerDirectory;
import org.licensehub.hub.audit.AuditReceipt;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.hub.sharing.ShareCaller;
import org.licensehub.signing.Sm2Encryption;
import org.licensehub.signing.Sm2Verifier;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** The national share interface (GB/T 36906) under the paths, envelopes and names that clients in the field know. */
@RestController
@ApiResponse(responseCode = "200", content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = ShareAnswers.Envelope.class)))
class ShareController {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String CERT_DATA = "certData";

    private final ShareOperations operations;
    private final ShareChecks checks;
    private final ShareTermsRegister register;
    private final CallerDirectory callers;
    private final ShareAnswers answers;
    private final NationalProperties national;
    private final Sm2Encryption encryption = new Sm2Encryption();

    ShareController(ShareOperations operations, ShareChecks checks, ShareTermsRegister register, CallerDirectory callers, ShareAnswers answers,
            NationalProperties national) {
        this.operations = operations;
        this.checks = checks;
        this.register = register;
        this.callers = callers;
        this.answers = answers;
        this.national = national;
    }

    @Schema(name = "ShareRequestHead")
    record Head(String accessId, String accessToken) {
    }

    @Schema(name = "ShareSearchRequest")
    record SearchRequest(Head head, ShareRequests.Search data) {
    }

    @Schema(name = "ShareCertInfoRequest")
    record CertInfoRequest(Head head, ShareRequests.CertInfo data) {
    }

    @Schema(name = "ShareDownloadRequest")
    record DownloadRequest(Head head, ShareRequests.Download data) {
    }

    @Schema(name = "ShareClaimRequest")
    record ClaimRequest(Head head, ShareRequests.Claim data) {
    }

    @Schema(name = "ShareFileRequest")
    record FileRequest(Head head, ShareRequests.SharedFile data) {
    }

    @Operation(summary = "证照检索 / Search by holder code and license type (GB/T 36906)", requestBody = @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = SearchRequest.class))))
    @PostMapping("/share/v1/queryCert")
    ResponseEntity<byte[]> search(@RequestBody @Parameter(hidden = true) byte[] body, Principal caller) {
        return answer(body, ShareRequests.Search.class, caller, operations::search);
    }

    @Operation(summary = "证照信息获取 / License data by identifier (GB/T 36906)", requestBody = @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = CertInfoRequest.class))))
    @PostMapping("/share/v1/queryCertInfo")
    ResponseEntity<byte[]> info(@RequestBody @Parameter(hidden = true) byte[] body, Principal caller) {
        return answer(body, ShareRequests.CertInfo.class, caller, operations::info);
    }

    @Operation(summary = "证照文件下载 / An annotated copy in base64 (GB/T 36906)", requestBody = @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = DownloadRequest.class))))
    @PostMapping("/share/v1/downloadFile")
    ResponseEntity<byte[]> file(@RequestBody @Parameter(hidden = true) byte[] body, Principal caller) {
        return answer(body, ShareRequests.Download.class, caller, operations::file);
    }

    @Operation(summary = "文件下载地址获取 / A one-time address of an annotated copy (GB/T 36906)", requestBody = @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = DownloadRequest.class))))
    @PostMapping("/share/v1/downloadUrl")
    ResponseEntity<byte[]> address(@RequestBody @Parameter(hidden = true) byte[] body, Principal caller, HttpServletRequest request) {
        String base = national.publicUrl().isBlank() ? ServletUriComponentsBuilder.fromContextPath(request).build().toUriString()
                : national.publicUrl().replaceAll("/+$", "");
        return answer(body, ShareRequests.Download.class, caller, (download, call) -> operations.address(download, call, base));
    }

    @Operation(summary = "证照信息验证 / Check claimed information (GB/T 36906)", requestBody = @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = ClaimRequest.class))))
    @PostMapping("/share/v1/verifyCertInfo")
    ResponseEntity<byte[]> information(@RequestBody @Parameter(hidden = true) byte[] body, Principal caller) {
        return answer(body, ShareRequests.Claim.class, caller, checks::information);
    }

    @Operation(summary = "证照文件验证 / Check a license file (GB/T 36906)", requestBody = @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = FileRequest.class))))
    @PostMapping("/share/v1/verifyFile")
    ResponseEntity<byte[]> checkedFile(@RequestBody @Parameter(hidden = true) byte[] body, Principal caller) {
        return answer(body, ShareRequests.SharedFile.class, caller, checks::file);
    }

    private <T> ResponseEntity<byte[]> answer(byte[] body, Class<T> type, Principal principal,
            BiFunction<T, ShareOperations.Call, ShareOperations.Outcome> operation) {
        Caller caller = callers.find(principal.getName()).orElseThrow(() -> new ProblemException(ProblemType.UNAUTHENTICATED, null));
        ShareTerms terms = register.of(caller.clientId());
        ShareRequests.Read<T> request = ShareRequests.read(body, type);
        StatedElements stated = StatedElements.of(request.context(), terms, caller.organisation());
        ShareOperations.Outcome outcome = operation.apply(request.data(), new ShareOperations.Call(
                new ShareCaller(caller.clientId(), stated.defaulted(), null), stated.elements()));
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON);
        AuditReceipt receipt = outcome.receipt();
        if (receipt != null) {
            answer.header("LicenseHub-Receipt", receipt.hub() + ";" + receipt.sequence() + ";" + receipt.leafHash());
        }
        return answer.body(answers.write(outcome.status(), null, sealed(outcome.data(), terms.encryption())));
    }

    /** The data as they leave: encrypted to the caller's key where one is registered. */
    private Object sealed(Object data, ShareTerms.Encryption terms) {
        if (data == null || terms == null) {
            return data;
        }
        if (terms.part() == ShareTerms.Part.DATA) {
            return encrypted(data, terms);
        }
        if (data instanceof Map<?, ?> parts && parts.containsKey(CERT_DATA)) {
            Map<Object, Object> sealed = new LinkedHashMap<>(parts);
            sealed.put(CERT_DATA, encrypted(parts.get(CERT_DATA), terms));
            return sealed;
        }
        return data;
    }

    private String encrypted(Object plain, ShareTerms.Encryption terms) {
        return HEX.formatHex(encryption.encrypt(Sm2Verifier.publicKeyFromPem(terms.publicKey()), terms.order(), answers.bytes(plain)));
    }
}
