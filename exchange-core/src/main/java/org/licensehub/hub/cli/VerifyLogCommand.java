package org.licensehub.hub.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Optional;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.licensehub.hub.audit.HolderIndexVerifier;
import org.licensehub.hub.audit.LogVerifier;
import org.licensehub.hub.audit.TreeHead;
import org.licensehub.signing.Sm2Verifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hub verify-log}: checks an exported audit log with the hub's public key, offline. */
@Command(name = "verify-log", mixinStandardHelpOptions = true,
        description = {"离线验证导出的审计日志", "Check an exported audit log offline; exit code 0 only if it is intact"})
final class VerifyLogCommand implements Callable<Integer> {

    @Parameters(paramLabel = "EXPORT", description = {"导出文件（NDJSON）", "Export of GET /api/v1/audit/export"})
    private Path export;

    @Option(names = "--key", required = true, paramLabel = "FILE", description = {"该库的公钥（PEM）", "Public key of the hub (PEM)"})
    private Path key;

    @Option(names = "--head", paramLabel = "FILE",
            description = {"相邻库见证的树头（JSON）", "Tree head that a neighbour witnessed (JSON): shows that nothing was cut off the end"})
    private Path head;

    @Option(names = "--holder-index", description = {"另按日志重算每次发布的主体索引", "Make each holder index that was published again from the log as well; memory holds an entry for each holder"})
    private boolean holderIndex;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PublicKey publicKey = Sm2Verifier.publicKeyFromPem(Files.readString(key));
        Optional<TreeHead> witnessed = head == null ? Optional.empty()
                : Optional.of(new ObjectMapper().readValue(Files.readAllBytes(head), TreeHead.class));
        LogVerifier.Report report;
        try (InputStream in = ProgressBar.wrap(new BufferedInputStream(Files.newInputStream(export)),
                Progress.builder("verify-log", Files.size(export)))) {
            report = LogVerifier.verify(in, publicKey, witnessed);
        }
        if (!report.intact()) {
            out.println("日志有误 / log NOT intact: " + report.fault());
            out.flush();
            return 1;
        }
        out.println("日志完整 / log intact: " + report.records() + " records"
                + (report.from() == 0 ? "" : ", of which those before " + report.from() + " were dropped when their time was over")
                + witnessed.map(seen -> ", contains the witnessed head over " + seen.size()).orElse(""));
        out.flush();
        return holderIndex ? checkHolderIndex(report.from(), out) : 0;
    }

    private int checkHolderIndex(long from, PrintWriter out) throws IOException {
        if (from > 0) {
            return say(out, 1, "主体索引须按完整日志重算，请接上较早的导出 / holder indexes are made from the whole log: put the exports of earlier months before this one");
        }
        HolderIndexVerifier.Report report = HolderIndexVerifier.verify(export);
        return report.fault() != null ? say(out, 1, "主体索引有误 / holder index NOT that of the log: " + report.fault())
                : say(out, 0, "主体索引与日志一致 / holder indexes are those of the log: " + report.published());
    }

    private static int say(PrintWriter out, int code, String text) {
        out.println(text);
        out.flush();
        return code;
    }
}
