package org.licensehub.hub.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.licensehub.signing.KeyFiles;
import org.licensehub.signing.PadesSigner;
import org.licensehub.signing.PdfPreserver;
import org.licensehub.signing.SealTrust;
import org.licensehub.signing.SesSignature;
import org.licensehub.signing.ValidationMaterial;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code hub seal outer} and {@code hub seal preserve}: what is put around a sealed PDF file. */
final class SealForYears {

    private SealForYears() {
    }

    /** Work on a sealed file, with time-stamps. */
    abstract static class Around extends SealCommand.Work {

        @Parameters(paramLabel = "FILE", description = {"已签章的 PDF 文件", "A sealed PDF file"})
        private Path file;

        @Option(names = "--trust", paramLabel = "DIR", defaultValue = "data/keys/trust",
                description = {"信任目录（默认 ${DEFAULT-VALUE}）", "Folder of trust, as for verify-file; default ${DEFAULT-VALUE}"})
        private Path trust;

        @Mixin
        private TimeSource time;

        byte[] file() throws IOException {
            return Files.readAllBytes(file);
        }

        SealTrust trust() throws IOException {
            return SealTrust.read(trust);
        }

        SesSignature.TimeStamper stamper(boolean sha256) throws IOException {
            return time.stamper(trust(), password(), sha256);
        }
    }

    @Command(name = "outer", mixinStandardHelpOptions = true,
            description = {"在已签章文件外加一个国际算法签名", "Put a PAdES-B-B or B-T signature (RSA or ECDSA) around a sealed file"})
    static final class Outer extends Around {

        @Option(names = "--key", required = true, paramLabel = "P12", description = {"RSA 或 ECDSA 密钥", "RSA or ECDSA key"})
        private Path key;

        @Option(names = "--name", paramLabel = "NAME", defaultValue = "", description = {"签名人名称", "Name of the signer as shown"})
        private String name;

        @Override
        public Integer call() throws IOException {
            SesSignature.TimeStamper stamper = stamper(true);
            byte[] signed = new PadesSigner(KeyFiles.open(key, password()), stamper).sign(file(), name, Instant.now());
            write(signed, "已加外层签名 / signed around the seal");
            return 0;
        }
    }

    @Command(name = "preserve", mixinStandardHelpOptions = true,
            description = {"长期保存：嵌入证书与吊销列表并加文档时间戳；已有时间戳的文件续加", "For years: embed certificates and lists of revoked ones,"
                    + " put a document time-stamp over all of it (B-LTA); a file that has one gets a further one"})
    static final class Preserve extends Around {

        @Override
        public Integer call() throws IOException {
            SesSignature.TimeStamper stamper = stamper(false);
            if (stamper == null) {
                throw new ParameterException(spec().commandLine(), "缺少时间戳来源 / Name a source of time: --time-stamps or --time-stamp-key");
            }
            PdfPreserver preserver = new PdfPreserver(stamper, Clock.systemUTC());
            ValidationMaterial known = ValidationMaterial.of(trust());
            byte[] file = file();
            try {
                byte[] kept = preserver.reliableUntil(file).isPresent() ? preserver.renew(file, known) : preserver.preserve(file, known);
                write(kept, "可验证至 / can be verified until " + preserver.reliableUntil(kept).orElseThrow());
                return 0;
            } catch (IllegalArgumentException | IllegalStateException e) {
                say(e.getMessage());
                return 1;
            }
        }
    }
}
