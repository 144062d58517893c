package org.licensehub.hub.platform;

import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.io.InputDecorator;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Refuses JSON that is not well-formed UTF-8. The parser alone lets overlong forms and encoded surrogates pass, with which one
 * text can be written in several ways.
 */
final class StrictUtf8 extends InputDecorator {

    private static final long serialVersionUID = 1L;
    private static final int CHARS = 1024;

    @Override
    public InputStream decorate(IOContext context, InputStream in) {
        return new CheckedStream(in);
    }

    @Override
    public InputStream decorate(IOContext context, byte[] source, int offset, int length) throws IOException {
        new Check().take(source, offset, length, true);
        return null;
    }

    @Override
    public Reader decorate(IOContext context, Reader reader) {
        return reader;
    }

    /** Decodes what it is given, a piece at a time, and keeps nothing but a sequence that is not complete yet. */
    private static final class Check {

        private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        private final CharBuffer discarded = CharBuffer.allocate(CHARS);
        private byte[] open = new byte[0];

        void take(byte[] bytes, int offset, int length, boolean end) throws IOException {
            ByteBuffer piece = ByteBuffer.allocate(open.length + length).put(open).put(bytes, offset, length).flip();
            CoderResult result;
            do {
                discarded.clear();
                result = decoder.decode(piece, discarded, end);
            } while (result.isOverflow());
            if (result.isError()) {
                result.throwException();
            }
            open = new byte[piece.remaining()];
            piece.get(open);
        }
    }

    private static final class CheckedStream extends FilterInputStream {

        private final Check check = new Check();

        CheckedStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            check.take(bytes, offset, Math.max(count, 0), count < 0);
            return count;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
