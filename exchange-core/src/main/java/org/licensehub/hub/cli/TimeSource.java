package org.licensehub.hub.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.licensehub.signing.KeyFiles;
import org.licensehub.signing.SealTrust;
import org.licensehub.signing.SesSignature;
import org.licensehub.signing.TimeStampAuthority;
import org.licensehub.signing.TimeStampClient;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where time-stamps come from on the command line: an authority over HTTP, or a key at hand. */
final class TimeSource {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Made from a random UUID (ITU-T X.667): a token made by hand, by the clock of the machine. */
    private static final String POLICY_BY_HAND = "2.25.219446103152264340138371266211064471417";

    /** One of the two. */
    static final class Choice {

        @Option(names = "--time-stamps", paramLabel = "URL", required = true, description = {"时间戳机构地址（RFC 3161）", "Address of an authority of time (RFC 3161)"})
        private URI authority;

        @Option(names = "--time-stamp-key", paramLabel = "P12", required = true,
                description = {"时间戳密钥（同一口令；以本机时钟为准）", "Key of an authority of time, under the same password; by the clock of this machine"})
        private Path key;
    }

    @ArgGroup(exclusive = true)
    private Choice choice;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * @param trust names the authorities that tokens over HTTP may come from; {@code null} if none was named
     * @param sha256 whether readers of the token know no SM3
     * @return {@code null} if none was chosen
     */
    SesSignature.TimeStamper stamper(SealTrust trust, char[] password, boolean sha256) throws IOException {
        if (choice == null) {
            return null;
        }
        if (choice.key != null) {
            return new TimeStampAuthority(KeyFiles.open(choice.key, password), POLICY_BY_HAND, Clock.systemUTC());
        }
        if (trust == null) {
            throw new ParameterException(spec.commandLine(), "--time-stamps 需要 --trust / --time-stamps needs --trust");
        }
        TimeStampClient client = new TimeStampClient(HttpClient.newBuilder().connectTimeout(PATIENCE).build(), choice.authority, PATIENCE, trust);
        return sha256 ? client.withSha256() : client;
    }
}
