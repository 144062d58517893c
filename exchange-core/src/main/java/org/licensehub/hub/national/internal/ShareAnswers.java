package org.licensehub.hub.national.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Puts outcomes into the envelope of the national interface, in the code table that is configured. */
@Component
class ShareAnswers {

    private final NationalProperties.CodeTable codes;
    private final ObjectMapper json;

    ShareAnswers(NationalProperties national, ObjectMapper json) {
        this.codes = national.codes();
        this.json = json;
    }

    /** The envelope as it is documented. */
    @Schema(name = "ShareAnswer")
    record Envelope(Head head, @Schema(description = "按操作而异；登记加密的，为大写十六进制密文 / differs by operation; upper-case hexadecimal ciphertext where"
            + " encryption is registered; null unless status is 0", types = {"object", "array", "string", "null"}) Object data) {
    }

    /** @param status a number, or with the code table MESSAGE a text; @param description there with the code table MESSAGE only */
    @Schema(name = "ShareHead")
    record Head(@Schema(types = {"integer", "string"}) Object status, String message,
            @Schema(requiredMode = Schema.RequiredMode.NOT_REQUIRED) String description) {
    }

    /**
     * @param detail what more there is to say, or {@code null}; never a value of the request
     * @param data may be {@code null}
     */
    byte[] write(ShareStatus status, String detail, Object data) {
        String text = detail == null || detail.isBlank() ? status.text() : status.text() + "：" + detail;
        Map<String, Object> head = new LinkedHashMap<>();
        if (codes == NationalProperties.CodeTable.STATUS) {
            head.put("status", status.status());
            head.put("message", text);
        } else {
            head.put("status", status == ShareStatus.OK ? "0" : "1");
            head.put("message", Integer.toString(status.messageCode()));
            head.put("description", text);
        }
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("head", head);
        envelope.put("data", data);
        return bytes(envelope);
    }

    byte[] bytes(Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer is always JSON", e);
        }
    }
}
