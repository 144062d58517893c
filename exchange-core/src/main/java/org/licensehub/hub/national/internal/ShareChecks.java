package org.licensehub.hub.national.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.licensehub.hub.audit.AuditReceipt;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.sharing.LicenseSharing;
import org.licensehub.store.catalogue.CommonField;
import org.springframework.stereotype.Service;

/** The two checks among the six operations: of information and of files. Their results have codes of their own beside head.status. */
@Service
class ShareChecks {

    private static final Map<String, String> OWN_NAMES = Map.of("holder", CommonField.HOLDER_NAME.fieldName(), "certNo",
            CommonField.CERTIFICATE_NUMBER.fieldName());
    private static final Set<String> NEEDED = Set.of("holderCode", "holder", "certNo");
    private static final List<String> TYPE_NAMES = List.of("holderTypeCode", "holderCodeType");
    private static final String BASE64 = "base64";

    private final LicenseSharing sharing;
    private final NationalProperties.CodeTable codes;

    ShareChecks(LicenseSharing sharing, NationalProperties national) {
        this.sharing = sharing;
        this.codes = national.codes();
    }

    /** Results of both checks; the two code tables differ where a claim differs from the library. */
    enum Result {
        CORRECT(0, 0, "信息正确且证照有效"),
        NOT_YET_VALID(1, 1, "信息正确，证照尚未生效"),
        SUSPENDED(2, 2, "信息正确，证照暂时失效"),
        INVALID(3, 3, "信息正确，证照已失效"),
        INSUFFICIENT(4, 4, "信息不足"),
        NONE(5, 5, "没有该证照"),
        NO_CLAIM(6, 4, "待验证信息为空"),
        MISMATCH(7, 6, "信息不一致"),
        FILE_PASSED(0, 0, "文件验证通过"),
        SEAL_FAILED(1, 1, "签章验证未通过"),
        FILE_FAILED(2, 2, "文件验证未通过");

        private final int code;
        private final int otherCode;
        private final String message;

        Result(int code, int otherCode, String message) {
            this.code = code;
            this.otherCode = otherCode;
            this.message = message;
        }

        int code(NationalProperties.CodeTable table) {
            return table == NationalProperties.CodeTable.STATUS ? code : otherCode;
        }
    }

    /** 证照信息验证. */
    ShareOperations.Outcome information(ShareRequests.Claim request, ShareOperations.Call call) {
        String type = ShareRequests.required("certTypeCode", request.certTypeCode());
        ObjectNode claimed = ShareRequests.objectIn(request.certData());
        if (claimed.isEmpty()) {
            return outcome(ShareStatus.OK, Result.NO_CLAIM, null);
        }
        if (!NEEDED.stream().allMatch(name -> claimed.hasNonNull(name) && !claimed.get(name).asText().isBlank())) {
            return outcome(ShareStatus.OK, Result.INSUFFICIENT, null);
        }
        HolderOf holder = HolderOf.of(claimed.get("holderCode").asText(), TYPE_NAMES.stream().filter(claimed::hasNonNull).findFirst().map(name -> claimed.get(name).asText()).orElse(""));
        Map<String, String> fields = new LinkedHashMap<>();
        claimed.properties().stream().filter(field -> !field.getValue().isNull())
                .forEach(field -> fields.put(OWN_NAMES.getOrDefault(field.getKey(), field.getKey()), field.getValue().asText()));
        fields.remove("holderCode");
        TYPE_NAMES.forEach(fields::remove);
        LicenseSharing.Answer<LicenseSharing.Claim> answer = sharing.verifyInformation(call.caller(), call.elements(), type, holder.code(), holder.type(),
                fields);
        return outcome(ShareStatus.OK, switch (answer.content()) {
            case MATCH -> Result.CORRECT;
            case NOT_YET_VALID -> Result.NOT_YET_VALID;
            case SUSPENDED -> Result.SUSPENDED;
            case INVALID -> Result.INVALID;
            case NONE -> Result.NONE;
            case MISMATCH -> Result.MISMATCH;
        }, answer.receipt());
    }

    /** 证照文件验证. A good seal is not enough: the file must be one of the library, of that type, and its license in force. */
    ShareOperations.Outcome file(ShareRequests.SharedFile request, ShareOperations.Call call) {
        String type = ShareRequests.required("certTypeCode", request.certTypeCode());
        if (!BASE64.equalsIgnoreCase(ShareRequests.required("contentType", request.contentType()))) {
            throw ProblemException.invalid("data.contentType", "unknown_content_type", "须为 base64", "must be base64");
        }
        byte[] content = decoded(ShareRequests.required("content", request.content()));
        LicenseSharing.Answer<LicenseSharing.CheckedFile> answer = sharing.verifyFile(call.caller(), call.elements(), type, content);
        LicenseSharing.CheckedFile checked = answer.content();
        if (!checked.sealValid()) {
            return outcome(ShareStatus.OK, Result.SEAL_FAILED, answer.receipt());
        }
        if (!checked.known()) {
            return outcome(ShareStatus.OK, Result.FILE_FAILED, answer.receipt());
        }
        ShareStatus status = checked.copyExpired() ? ShareStatus.EXPIRED : ShareStatus.of(checked.state(), checked.standing());
        return outcome(status, status == ShareStatus.OK ? Result.FILE_PASSED : Result.FILE_FAILED, answer.receipt());
    }

    private static byte[] decoded(String content) {
        try {
            // line breaks and all, as encoders differ
            return Base64.getMimeDecoder().decode(content);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("data.content", "bad_base64", "须为 Base64", "must be base64");
        }
    }

    private ShareOperations.Outcome outcome(ShareStatus status, Result result, AuditReceipt receipt) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("result", Integer.toString(result.code(codes)));
        data.put("message", result.message);
        return new ShareOperations.Outcome(status, data, receipt);
    }
}
