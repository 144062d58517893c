package org.licensehub.hub.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.concurrent.Callable;
import org.licensehub.hub.audit.HolderViewVerifier;
import org.licensehub.signing.Sm2Verifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hub verify-holder-view}: checks what a holder was shown with the hub's public key, offline. */
@Command(name = "verify-holder-view", mixinStandardHelpOptions = true, description = {"离线验证本人用证记录是否完整、属实",
        "Check offline that the uses of a holder's licenses are shown as recorded and that none is missing; exit code 0 only then"})
final class VerifyHolderViewCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = {"全部页，依次相接（JSON）", "All pages of POST /api/v1/holder-view/uses, one after the other (JSON)"})
    private Path file;

    @Option(names = "--key", required = true, paramLabel = "FILE", description = {"该库的公钥（PEM）", "Public key of the hub (PEM)"})
    private Path key;

    @Override
    public Integer call() throws IOException {
        PublicKey publicKey = Sm2Verifier.publicKeyFromPem(Files.readString(key));
        HolderViewVerifier.Report report;
        try (InputStream pages = new BufferedInputStream(Files.newInputStream(file))) {
            report = HolderViewVerifier.verify(pages, publicKey);
        }
        if (!report.complete()) {
            System.out.println("用证记录有误 / uses NOT as recorded: " + report.fault());
            return 1;
        }
        System.out.println("用证记录属实，至日志第 " + report.through() + " 条之前完整 / uses are as recorded, and complete before record " + report.through() + ": "
                + report.covered() + " of the " + report.uses() + " shown are covered");
        return 0;
    }
}
