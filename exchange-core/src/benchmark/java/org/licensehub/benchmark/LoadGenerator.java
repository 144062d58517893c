package org.licensehub.benchmark;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks an HTTP server on this machine from a process of its own and prints how that went: count, errors, microseconds at the middle and at
 * the last hundredth. Written on sockets, so that it takes little of the processor it shares with what is measured.
 *
 * <p>Arguments: port, authorization header, file with a holder code a line, first line to use, lines to use (again from the first after the
 * last), connections, seconds, requests a second (0: as many as are answered). Latency counts from when a request was due.
 */
final class LoadGenerator {

    private static final String BODY = "{\"holderCode\":\"%s\",\"holderCodeType\":\"111\",\"elements\":{\"organisation\":\"海沧区行政审批局\",\"operator\":\"window-12\","
            + "\"serviceItem\":\"LOCAL-610722-001\",\"caseNumber\":\"CASE-2026-0001\",\"purpose\":\"受理申请\"}}";

    private final int port;
    private final String head;
    private final List<String> codes;
    private final AtomicLong next = new AtomicLong();
    private final double nanosBetween;
    private final long start;
    private final long end;

    private LoadGenerator(String[] arguments) throws IOException {
        port = Integer.parseInt(arguments[0]);
        head = "POST /api/v1/lookups HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: " + arguments[1]
                + "\r\nContent-Type: application/json\r\nAccept: application/json\r\nContent-Length: ";
        List<String> all = Files.readAllLines(Path.of(arguments[2]));
        int first = Integer.parseInt(arguments[3]);
        codes = all.subList(first, first + Integer.parseInt(arguments[4]));
        double rate = Double.parseDouble(arguments[7]);
        nanosBetween = rate == 0 ? 0 : 1e9 / rate;
        start = System.nanoTime();
        end = start + Long.parseLong(arguments[6]) * 1_000_000_000L;
    }

    public static void main(String[] arguments) throws Exception {
        int connections = Integer.parseInt(arguments[5]);
        LoadGenerator load = new LoadGenerator(arguments);
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Callable<long[]>> work = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                work.add(load::askUntilTheEnd);
            }
            List<long[]> all = new ArrayList<>();
            for (Future<long[]> done : threads.invokeAll(work)) {
                all.add(done.get());
            }
            long[] nanos = all.stream().flatMapToLong(Arrays::stream).filter(each -> each >= 0).sorted().toArray();
            long errors = all.stream().flatMapToLong(Arrays::stream).filter(each -> each < 0).count();
            System.out.printf("%d %d %d %d%n", nanos.length, errors, nanos[nanos.length / 2] / 1_000, nanos[(int) (nanos.length * 0.99)] / 1_000);
        } finally {
            threads.shutdown();
        }
    }

    /** @return nanoseconds of each request, negative where the answer was not 200 */
    private long[] askUntilTheEnd() throws IOException {
        long[] nanos = new long[1 << 10];
        int asked = 0;
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
            while (System.nanoTime() < end) {
                long number = next.getAndIncrement();
                long due = due(number);
                byte[] body = BODY.formatted(codes.get((int) (number % codes.size()))).getBytes(StandardCharsets.UTF_8);
                byte[] line = (head + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
                byte[] request = Arrays.copyOf(line, line.length + body.length);
                System.arraycopy(body, 0, request, line.length, body.length);
                socket.getOutputStream().write(request);
                boolean good = readAnswer(in);
                if (asked == nanos.length) {
                    nanos = Arrays.copyOf(nanos, 2 * asked);
                }
                nanos[asked++] = good ? System.nanoTime() - due : -1;
            }
        }
        return Arrays.copyOf(nanos, asked);
    }

    private long due(long number) {
        if (nanosBetween == 0) {
            return System.nanoTime();
        }
        long due = start + (long) (number * nanosBetween);
        while (System.nanoTime() < due) {
            LockSupport.parkNanos(due - System.nanoTime());
        }
        return due;
    }

    private static boolean readAnswer(InputStream in) throws IOException {
        boolean good = line(in).contains(" 200");
        long length = -1;
        boolean chunked = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(java.util.Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(header.substring(15).strip());
            }
            chunked |= lower.startsWith("transfer-encoding: chunked");
        }
        if (chunked) {
            for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
                in.skipNBytes(size + 2L);
            }
            line(in);
        } else {
            in.skipNBytes(Math.max(0, length));
        }
        return good;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
