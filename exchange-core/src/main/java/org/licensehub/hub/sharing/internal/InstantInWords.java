package org.licensehub.hub.sharing.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/** A time as RFC 3339 writes it. A number could be seconds or milliseconds, and an empty text must not pass for no wish. */
class InstantInWords extends StdDeserializer<Instant> {

    private static final long serialVersionUID = 1L;

    InstantInWords() {
        super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return context.reportInputMismatch(Instant.class, "A time is a text");
        }
        try {
            return Instant.parse(parser.getText());
        } catch (DateTimeException e) {
            return context.reportInputMismatch(Instant.class, "No time of RFC 3339");
        }
    }
}
