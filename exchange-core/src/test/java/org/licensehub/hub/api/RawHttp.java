package org.licensehub.hub.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests as no HTTP library would send them. Sends bytes, closes its side, reads the answer to its end. */
final class RawHttp {

    /** Stands for a connection that the server closed before it had read everything. */
    static final Answer CLOSED = new Answer(400, Map.of("Content-Type", List.of("application/problem+json")),
            "{\"type\":\"urn:licensehub:problem:closed\",\"title\":\"closed\",\"status\":400}".getBytes(StandardCharsets.US_ASCII));

    private static final int PATIENCE_MILLIS = 20_000;

    private RawHttp() {
    }

    /** A request line and headers; {@code Connection: close}, host and the caller's token are added. */
    static Answer send(ApiCaller caller, String requestLine, String... headers) {
        StringBuilder head = new StringBuilder(requestLine).append("\r\nHost: localhost\r\nConnection: close\r\n");
        if (caller.token() != null) {
            head.append("Authorization: Bearer ").append(caller.token()).append("\r\n");
        }
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return send(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    static Answer send(byte[] request) {
        try (Socket socket = new Socket(RunningHub.hub().address().getHost(), RunningHub.hub().address().getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                OutputStream out = socket.getOutputStream();
                out.write(request);
                out.flush();
                socket.shutdownOutput();
                return parse(socket.getInputStream().readAllBytes());
            } catch (SocketException closedEarly) {
                // a server that closes while more is on its way may take its own answer with it
                return CLOSED;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer parse(byte[] raw) throws IOException {
        String text = new String(raw, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("No HTTP answer: " + text);
        }
        String[] head = text.substring(0, end).split("\r\n");
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line : Arrays.asList(head).subList(1, head.length)) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(java.util.Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        byte[] body = Arrays.copyOfRange(raw, end + 4, raw.length);
        boolean chunked = headers.getOrDefault("transfer-encoding", List.of()).contains("chunked");
        return new Answer(Integer.parseInt(head[0].split(" ")[1]), headers, chunked ? unchunked(body) : body);
    }

    private static byte[] unchunked(byte[] body) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        int at = 0;
        while (at < body.length) {
            int lineEnd = at;
            while (lineEnd < body.length && body[lineEnd] != '\r') {
                lineEnd++;
            }
            int size = Integer.parseInt(new String(body, at, lineEnd - at, StandardCharsets.US_ASCII).strip(), 16);
            if (size == 0) {
                break;
            }
            plain.write(body, lineEnd + 2, size);
            at = lineEnd + 2 + size + 2;
        }
        return plain.toByteArray();
    }
}
