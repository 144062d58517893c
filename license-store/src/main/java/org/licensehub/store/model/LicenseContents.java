package org.licensehub.store.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.licensehub.store.protection.PersonalData;

/** Turns the metadata fields of a license (GB/T 36903 elements, name to value) into ciphertext and back. */
public final class LicenseContents {

    private static final String PURPOSE = "license-content";
    private static final TypeReference<LinkedHashMap<String, String>> FIELDS = new TypeReference<>() { };

    private final PersonalData protection;
    private final ObjectMapper json = new ObjectMapper();

    public LicenseContents(PersonalData protection) {
        this.protection = protection;
    }

    public byte[] protect(Map<String, String> fields) {
        try {
            return protection.seal(PURPOSE, json.writeValueAsBytes(fields));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A map of strings is always JSON", e);
        }
    }

    /** @throws PersonalData.UnreadableException if the content was changed or the key is another one */
    public Map<String, String> fieldsOf(License license) {
        try {
            return json.readValue(protection.open(PURPOSE, license.protectedContent()), FIELDS);
        } catch (IOException e) {
            throw new IllegalStateException("Protected content is not the JSON that was stored", e);
        }
    }
}
