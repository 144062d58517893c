package org.licensehub.hub.intake.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.catalina.connector.ClientAbortException;
import org.licensehub.connectors.SharedRecord;
import org.licensehub.hub.access.Caller;
import org.licensehub.hub.intake.IntakeReceipt;
import org.licensehub.hub.intake.RecordIntake;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.store.quality.FieldFault;
import org.springframework.stereotype.Component;

/**
 * Reads a stream of NDJSON records and writes one result line for each. Lines are taken in groups, a transaction each; the
 * result of a line is written only when its group is durable. A bad line never stops the good ones.
 */
@Component
class BatchReader {

    private static final int GROUP = 100;
    /** A line longer than this is refused, not read. */
    private static final int LONGEST_LINE = 1 << 20;

    private final RecordIntake intake;
    private final ObjectMapper json;
    private final Clock clock;

    BatchReader(RecordIntake intake, ObjectMapper json, Clock clock) {
        this.intake = intake;
        this.json = json;
        this.clock = clock;
    }

    /**
     * The result of one line.
     *
     * @param line number from 1
     * @param outcome as for a single push, or REFUSED for a line that was not taken in
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LineResult(long line, String outcome, UUID receiptId, Boolean repeated, List<FieldFault> reasons) {

        static LineResult refused(long line, String field, String code, String zh, String en) {
            return new LineResult(line, "REFUSED", null, null, List.of(new FieldFault(field, code, zh, en)));
        }
    }

    private record Line(long number, SharedRecord record, LineResult refusal) {
    }

    void process(InputStream body, OutputStream answer, Caller caller) throws IOException {
        InputStream in = new BufferedInputStream(body, 1 << 16);
        List<Line> group = new ArrayList<>(GROUP);
        long number = 0;
        try {
            for (RawLine raw = read(in); raw != null; raw = read(in)) {
                number++;
                if (!raw.blank()) {
                    group.add(parse(number, raw, caller));
                }
                if (group.size() == GROUP) {
                    finish(group, answer, caller);
                }
            }
        } catch (ClientAbortException cutOff) {
            // lines that arrived whole are taken in, whether or not their sender still hears of it
            finish(group, answer, caller);
            throw cutOff;
        }
        finish(group, answer, caller);
    }

    private Line parse(long number, RawLine raw, Caller caller) {
        if (raw.tooLong()) {
            return refusal(LineResult.refused(number, "", "line_too_long", "一行超过 1 MiB", "the line is longer than 1 MiB"));
        }
        try {
            PushRequest request = json.readValue(raw.bytes(), PushRequest.class);
            return request == null
                    ? refusal(LineResult.refused(number, "", "malformed_json", "不是 JSON 对象", "is no JSON object"))
                    : new Line(number, request.toRecord(caller, clock), null);
        } catch (ProblemException e) {
            return refusal(new LineResult(number, "REFUSED", null, null, e.errors().stream()
                    .map(error -> new FieldFault(error.field(), error.code(), error.messageZh(), error.messageEn())).toList()));
        } catch (JsonProcessingException e) {
            return refusal(LineResult.refused(number, "", "malformed_json", "不是合法的 UTF-8 JSON 记录，或记录被截断",
                    "is no well-formed UTF-8 JSON record, or was cut off"));
        } catch (IOException e) {
            return refusal(LineResult.refused(number, "", "malformed_json", "编码错误", "is not UTF-8"));
        }
    }

    private static Line refusal(LineResult result) {
        return new Line(result.line(), null, result);
    }

    private void finish(List<Line> group, OutputStream answer, Caller caller) throws IOException {
        List<SharedRecord> records = group.stream().filter(line -> line.record() != null).map(Line::record).toList();
        List<IntakeReceipt> receipts = records.isEmpty() ? List.of() : intake.accept(records, caller.clientId(), "batch");
        int next = 0;
        for (Line line : group) {
            LineResult result = line.refusal();
            if (result == null) {
                IntakeReceipt receipt = receipts.get(next++);
                result = new LineResult(line.number(), receipt.outcome().name(), receipt.receiptId(), receipt.repeated(), receipt.reasons());
            }
            answer.write(json.writeValueAsBytes(result));
            answer.write('\n');
        }
        answer.flush();
        group.clear();
    }

    private record RawLine(byte[] bytes, boolean tooLong) {

        boolean blank() {
            for (byte b : bytes) {
                if (b != ' ' && b != '\t' && b != '\r') {
                    return false;
                }
            }
            return !tooLong;
        }
    }

    /** @return the next line without its end, or {@code null} at the end of the stream */
    private static RawLine read(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
        boolean tooLong = false;
        int read = in.read();
        if (read < 0) {
            return null;
        }
        for (; read >= 0 && read != '\n'; read = in.read()) {
            tooLong |= line.size() >= LONGEST_LINE;
            if (!tooLong) {
                line.write(read);
            }
        }
        return new RawLine(line.toByteArray(), tooLong);
    }
}
