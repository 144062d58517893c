package org.licensehub.hub.national.internal;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.annotations.media.Schema;
import java.io.IOException;
import org.licensehub.hub.platform.JsonConfiguration;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;

/**
 * What clients of the national interface send. They are not ours to correct: what is not known here is passed over, the same thing has
 * several names, and numbers may stand for texts.
 */
final class ShareRequests {

    private static final String OPTIONAL = "可不填 / may be left out";
    /** A file in base64 is one string as long as the body may be. */
    private static final ObjectMapper LENIENT = JsonMapper.builder(JsonFactory.builder().streamReadConstraints(JsonConfiguration.LIMITS.rebuild()
            .maxStringLength(Math.toIntExact(JsonConfiguration.LIMITS.getMaxDocumentLength())).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build()).disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    /** JSON within JSON, as some clients write it: {@code "{'holderCode': '…'}"}. */
    private static final ObjectMapper QUOTED = JsonMapper.builder(JsonFactory.builder().streamReadConstraints(JsonConfiguration.LIMITS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build()).build();

    private ShareRequests() {
    }

    /** The data part of a body, as an operation reads it and with what it says of its purpose. */
    record Read<T>(T data, CallContext context) {
    }

    /**
     * What a call says of itself.
     *
     * @param useCause a text, or {@code {certificateSystemName, certificateCallCategory, certificateMatterName, certificateEventCode,
     *     certificateCopyCause}} as an object or as a text that holds one
     */
    record CallContext(JsonNode useCause, JsonNode certificateCopyCause, String orgName, String username, String itemCode, String businessCode) {
    }

    @Schema(name = "ShareSearch")
    record Search(String holderCode, @Schema(description = OPTIONAL) @JsonAlias("holderCodeType") String holderTypeCode, String certTypeCode,
            String useCause) {

        @Override
        public String toString() {
            return "Search[" + certTypeCode + "]";
        }
    }

    /** @param meladataRange names of elements, separated by commas; blank: all. The spelling is that of the field. */
    @Schema(name = "ShareCertInfo")
    record CertInfo(@JsonAlias({"identifier", "certificateIdentifier"}) String certIdentifier, String useCause,
            @Schema(description = OPTIONAL) @JsonAlias("metadataRange") String meladataRange) {
    }

    /** @param fileType {@code ofd} or {@code pdf}; blank: as issued */
    @Schema(name = "ShareDownload")
    record Download(@JsonAlias({"identifier", "certIdentifier"}) String certificateIdentifier,
            @Schema(description = OPTIONAL) String fileType, String certificateCopyCause,
            @Schema(description = OPTIONAL) @JsonAlias({"expiryTime", "certificateCopyCauseExpiringTime"}) String certificateCopyExpiringTime) {
    }

    /** @param certData an object, or a text that holds one */
    @Schema(name = "ShareClaim")
    record Claim(String certTypeCode, @Schema(types = {"object", "string"}) JsonNode certData, String useCause) {

        @Override
        public String toString() {
            return "Claim[" + certTypeCode + "]";
        }
    }

    /** @param content the file in base64 */
    @Schema(name = "ShareFile")
    record SharedFile(String certTypeCode, String contentType, String content, String useCause) {

        @Override
        public String toString() {
            return "SharedFile[" + certTypeCode + "]";
        }
    }

    /** @throws ProblemException if there is no data object, or a part of it cannot be read as what it should be */
    static <T> Read<T> read(byte[] body, Class<T> type) {
        try {
            JsonNode data = LENIENT.readTree(body).path("data");
            if (!data.isObject()) {
                throw ProblemException.invalid("data", "missing_field", "须为对象", "must be an object");
            }
            return new Read<>(LENIENT.treeToValue(withTexts((ObjectNode) data), type), LENIENT.treeToValue(data, CallContext.class));
        } catch (JsonProcessingException e) {
            throw ProblemException.invalid("data", "wrong_type", "有参数的类型不符", "a parameter has the wrong type");
        } catch (IOException e) {
            throw new ProblemException(ProblemType.MALFORMED_JSON, null, e);
        }
    }

    /** A cause may be an object where the operation itself only has to know that there is one. */
    private static ObjectNode withTexts(ObjectNode data) {
        ObjectNode copy = data.deepCopy();
        copy.remove("useCause");
        copy.remove("certificateCopyCause");
        return copy;
    }

    /** The object that a value is or holds as text; an empty one if it is neither. */
    static ObjectNode objectIn(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return object;
        }
        if (value != null && value.isTextual() && value.textValue().strip().startsWith("{")) {
            try {
                if (QUOTED.readTree(value.textValue()) instanceof ObjectNode object) {
                    return object;
                }
            } catch (JsonProcessingException e) {
                // a text that only begins like an object is a text
                return QUOTED.createObjectNode();
            }
        }
        return QUOTED.createObjectNode();
    }

    /** @throws ProblemException if it is blank */
    static String required(String name, String value) {
        if (value == null || value.isBlank()) {
            throw ProblemException.invalid("data." + name, "missing_field", "不可为空", "must not be empty");
        }
        return value.strip();
    }
}
