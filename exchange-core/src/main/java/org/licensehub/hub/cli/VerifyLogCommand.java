package org.licensehub.hub.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

    @Override
    public Integer call() throws IOException {
        PublicKey publicKey = Sm2Verifier.publicKeyFromPem(Files.readString(key));
        Optional<TreeHead> witnessed = head == null ? Optional.empty()
                : Optional.of(new ObjectMapper().readValue(Files.readAllBytes(head), TreeHead.class));
        LogVerifier.Report report;
        try (InputStream in = ProgressBar.wrap(new BufferedInputStream(Files.newInputStream(export)),
                Progress.builder("verify-log", Files.size(export)))) {
            report = LogVerifier.verify(in, publicKey, witnessed);
        }
        if (!report.intact()) {
            System.out.println("日志有误 / log NOT intact: " + report.fault());
            return 1;
        }
        System.out.println("日志完整 / log intact: " + report.records() + " records"
                + (report.from() == 0 ? "" : ", of which those before " + report.from() + " were dropped when their time was over")
                + witnessed.map(seen -> ", contains the witnessed head over " + seen.size()).orElse(""));
        return holderIndex ? checkHolderIndex(report.from()) : 0;
    }

    private int checkHolderIndex(long from) throws IOException {
        if (from > 0) {
            System.out.println("主体索引须按完整日志重算，请接上较早的导出 / holder indexes are made from the whole log: put the exports of earlier months before this one");
            return 1;
        }
        HolderIndexVerifier.Report report = HolderIndexVerifier.verify(export);
        if (report.fault() != null) {
            System.out.println("主体索引有误 / holder index NOT that of the log: " + report.fault());
            return 1;
        }
        System.out.println("主体索引与日志一致 / holder indexes are those of the log: " + report.published());
        return 0;
    }
}
