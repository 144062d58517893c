package org.licensehub.hub.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import org.licensehub.signing.SealDetails;
import org.licensehub.signing.SealFinding;
import org.licensehub.signing.SealNames;
import org.licensehub.signing.SealReport;
import org.licensehub.signing.SealTrust;
import org.licensehub.signing.SealedFileVerifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hub verify-file}: judges a sealed file by trust that lies in a folder; asks a hub for the license only if one is named. */
@Command(name = "verify-file", mixinStandardHelpOptions = true,
        description = {"验证已签章的文件；给出 --hub 时另查证照状态", "Judge a sealed file, offline unless --hub is given; exit code 0 only if it is valid"
                + " and no hub said that its license does not hold, 1 if not, 3 if the hub could not be asked"})
final class VerifyFileCommand implements Callable<Integer> {

    /** How much is said. */
    enum Depth { LINE, JSON, ALL }

    @Parameters(paramLabel = "FILE", description = {"已签章的文件", "The sealed file"})
    private Path file;

    @Option(names = "--trust", paramLabel = "DIR", defaultValue = "data/keys/trust",
            description = {"信任根目录（默认 ${DEFAULT-VALUE}）", "Folder of roots (*.pem), makers/, tsa/, intermediates/, crl/; default ${DEFAULT-VALUE}"})
    private Path trust;

    @Option(names = "--report", paramLabel = "DEPTH", defaultValue = "LINE",
            description = {"报告详细程度：line、json、all", "line (one line), json (structured), all (everything, for people)"})
    private Depth depth;

    @Mixin
    private HubQuestion question;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        SealedFileVerifier verifier = new SealedFileVerifier(SealTrust.read(trust), SealNames.KNOWN, Clock.systemUTC());
        byte[] content = Files.readAllBytes(file);
        SealReport report = verifier.verify(content);
        HubQuestion.Answer license = report.valid() ? question.ask(content) : HubQuestion.Answer.notAsked(null);
        PrintWriter out = spec.commandLine().getOut();
        if (depth == Depth.JSON) {
            ObjectMapper json = new ObjectMapper().registerModule(new JavaTimeModule()).disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .enable(SerializationFeature.INDENT_OUTPUT);
            ObjectNode whole = json.valueToTree(report);
            whole.set("license", HubQuestion.json(license));
            out.println(json.writeValueAsString(whole));
        } else {
            out.println(report.summaryZh() + " / " + report.summaryEn());
            if (depth == Depth.ALL) {
                printAll(report, out);
            }
            out.println(license.line());
        }
        out.flush();
        if (!report.valid() || license.denied()) {
            return 1;
        }
        return license.failed() ? 3 : 0;
    }

    private static void printAll(SealReport report, PrintWriter out) {
        SealDetails details = report.details();
        if (details != null) {
            line(out, "签章形式 / form", details.form());
            line(out, "印章 / seal", details.sealName());
            line(out, "印章编号 / seal number", details.sealId());
            line(out, "印章结构 / generation", details.generation());
            line(out, "制章者 / maker", details.maker());
            line(out, "签章者证书 / signer", details.signer());
            line(out, "证书序列号 / serial", details.signerSerial());
            line(out, "证书有效期至 / certificate ends", local(details.signerNotAfter()));
            line(out, "签章时间 / signing time", local(report.signingTime()));
            line(out, "时间戳 / time-stamp", details.timeStamp() == null ? "无 / none" : local(details.timeStamp()));
            line(out, "摘要 / digest (SM3)", details.dataHash());
        }
        for (SealFinding finding : report.findings()) {
            out.println((finding.fatal() ? "✗ " : "· ") + finding.code() + "  " + finding.messageZh() + " / " + finding.messageEn());
        }
    }

    private static String local(Instant moment) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx").withZone(ZoneId.systemDefault()).format(moment);
    }

    private static void line(PrintWriter out, String label, String value) {
        if (value != null) {
            out.println("  " + label + ": " + value);
        }
    }
}
