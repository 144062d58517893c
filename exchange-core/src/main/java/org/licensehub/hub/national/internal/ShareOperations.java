package org.licensehub.hub.national.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.licensehub.hub.access.FiveElements;
import org.licensehub.hub.audit.AuditReceipt;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.sharing.LicenseSharing;
import org.licensehub.hub.sharing.ShareCaller;
import org.licensehub.hub.sharing.SharedLicense;
import org.licensehub.store.catalogue.CommonField;
import org.licensehub.store.file.FileFormat;
import org.licensehub.store.model.LicenseState;
import org.springframework.stereotype.Service;

/** Four of the six operations of GB/T 36906, those that tell or hand out; {@link ShareChecks} has the other two. */
@Service
class ShareOperations {

    private static final String IDENTIFIER = "certificate_identifier";

    private final LicenseSharing sharing;
    private final OneTimeDownloads downloads;
    private final Clock clock;

    ShareOperations(LicenseSharing sharing, OneTimeDownloads downloads, Clock clock) {
        this.sharing = sharing;
        this.downloads = downloads;
        this.clock = clock;
    }

    /**
     * What came of a call.
     *
     * @param data {@code null} unless the status is OK or the operation has a result of its own
     */
    record Outcome(ShareStatus status, Object data, AuditReceipt receipt) {
    }

    /** Who calls, and its five elements. */
    record Call(ShareCaller caller, FiveElements elements) {
    }

    /** 证照检索. Only licenses in force are listed; if there are others only, the status says what they are. */
    Outcome search(ShareRequests.Search request, Call call) {
        String type = ShareRequests.required("certTypeCode", request.certTypeCode());
        HolderOf holder = HolderOf.of(request.holderCode(), request.holderTypeCode());
        LicenseSharing.Answer<List<SharedLicense>> answer = sharing.search(call.caller(), call.elements(), type, holder.code(), holder.type());
        List<SharedLicense> found = answer.content();
        List<Map<String, String>> inForce = found.stream().filter(license -> license.standing() == LicenseState.Standing.IN_FORCE)
                .map(ShareOperations::listed).toList();
        if (!inForce.isEmpty()) {
            return new Outcome(ShareStatus.OK, inForce, answer.receipt());
        }
        ShareStatus nearest = found.stream().map(license -> ShareStatus.of(license.state(), license.standing()))
                .min((one, other) -> Integer.compare(rank(one), rank(other))).orElse(ShareStatus.NO_MATCH);
        return new Outcome(nearest, null, answer.receipt());
    }

    private static int rank(ShareStatus status) {
        return List.of(ShareStatus.RESTRICTED, ShareStatus.EXPIRED, ShareStatus.CANCELLED).indexOf(status);
    }

    private static Map<String, String> listed(SharedLicense license) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("certIdentifier", license.identifier());
        row.put("certificateName", license.licenseTypeName());
        row.put("certTypeCode", license.licenseType());
        row.put("certNo", CommonField.CERTIFICATE_NUMBER.in(license.fields()));
        row.put("certStatus", license.state().label());
        return row;
    }

    /** 证照信息获取. */
    Outcome info(ShareRequests.CertInfo request, Call call) {
        String identifier = WrittenIdentifier.canonical(request.certIdentifier());
        LicenseSharing.Answer<SharedLicense> answer = sharing.data(call.caller(), call.elements(), identifier);
        SharedLicense license = answer.content();
        ShareStatus status = ShareStatus.of(license.state(), license.standing());
        if (status != ShareStatus.OK) {
            return new Outcome(status, null, answer.receipt());
        }
        Map<String, String> elements = chosen(elementsOf(license), request.meladataRange());
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("cert_identifier", license.identifier());
        data.put("certData", elements);
        data.put("maskedElements", license.masked().stream().filter(elements::containsKey).toList());
        return new Outcome(status, data, answer.receipt());
    }

    private static Map<String, String> elementsOf(SharedLicense license) {
        Map<String, String> elements = new LinkedHashMap<>();
        elements.put("cert_identifier", license.identifier());
        elements.put(IDENTIFIER, license.identifier());
        elements.put("certificate_type_name", license.licenseTypeName());
        elements.put("certificate_type_code", license.licenseType());
        elements.put("certificate_version", String.format(Locale.ROOT, "%03d", license.version()));
        elements.putAll(license.fields());
        return elements;
    }

    private static Map<String, String> chosen(Map<String, String> all, String range) {
        if (range == null || range.isBlank()) {
            return all;
        }
        Map<String, String> chosen = new LinkedHashMap<>();
        for (String name : Arrays.stream(range.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList()) {
            if (!all.containsKey(name)) {
                throw ProblemException.invalid("data.meladataRange", "unknown_element", "该证照没有其中的元数据项", "names an element that this license lacks");
            }
            chosen.put(name, all.get(name));
        }
        return chosen;
    }

    /** 证照文件下载: an annotated copy in base64. */
    Outcome file(ShareRequests.Download request, Call call) {
        Wanted wanted = wanted(request);
        LicenseSharing.Answer<LicenseSharing.Copy> answer = sharing.copy(call.caller(), call.elements(), wanted.identifier(),
                new LicenseSharing.CopyWish(wanted.expires(), wanted.format()));
        byte[] content = answer.content().content();
        Map<String, Object> data = described("base64", Base64.getEncoder().encodeToString(content), wanted);
        data.put("fileType", FileFormat.of(content).orElseThrow().extension());
        return new Outcome(ShareStatus.OK, data, answer.receipt());
    }

    /**
     * 文件下载地址获取: an address under which the same copy can be had once.
     *
     * @param base address of this hub, to which the path of a download is added
     */
    Outcome address(ShareRequests.Download request, Call call, String base) {
        Wanted wanted = wanted(request);
        UUID id = UUID.randomUUID();
        AuditReceipt receipt = sharing.offerCopy(call.caller().forDownload(id), call.elements(), wanted.identifier(),
                new LicenseSharing.CopyWish(wanted.expires(), wanted.format()));
        String secret = downloads.promise(id, call.caller().clientId(), new OneTimeDownloads.Promise(wanted.identifier(), call.elements(),
                call.caller().defaulted(), wanted.expires(), wanted.format()));
        return new Outcome(ShareStatus.OK, described("http", base + ShareEnvelopeFilter.PREFIX + "files/" + secret, wanted), receipt);
    }

    private record Wanted(String identifier, Instant expires, FileFormat format) {
    }

    private Wanted wanted(ShareRequests.Download request) {
        // a little earlier than the latest possible: time passes until the copy is made
        Instant latest = clock.instant().plus(LicenseSharing.LONGEST_COPY).minusSeconds(1);
        Instant expires = CopyExpiry.of(request.certificateCopyExpiringTime(), latest);
        return new Wanted(WrittenIdentifier.canonical(request.certificateIdentifier()),
                expires == null ? clock.instant().plus(LicenseSharing.USUAL_COPY) : expires, format(request.fileType()));
    }

    private static FileFormat format(String fileType) {
        if (fileType == null || fileType.isBlank()) {
            return null;
        }
        return Arrays.stream(FileFormat.values()).filter(format -> format.extension().equalsIgnoreCase(fileType.strip())).findFirst()
                .orElseThrow(() -> ProblemException.invalid("data.fileType", "unknown_format", "可为 ofd 或 pdf；不提供图片", "is ofd or pdf; pictures are not made"));
    }

    private static Map<String, Object> described(String contentType, String content, Wanted wanted) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("contentType", contentType);
        data.put("content", content);
        data.put("certificateIdentifier", wanted.identifier());
        data.put("certificateCopyExpiringTime", CopyExpiry.written(wanted.expires()));
        return data;
    }
}
