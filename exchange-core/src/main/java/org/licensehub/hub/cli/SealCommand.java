package org.licensehub.hub.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CRLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Callable;
import org.licensehub.hub.issuing.face.FaceFont;
import org.licensehub.hub.issuing.face.SealImage;
import org.licensehub.signing.IssuedKey;
import org.licensehub.signing.KeyFiles;
import org.licensehub.signing.KeyIssuer;
import org.licensehub.signing.OfdSealRequest;
import org.licensehub.signing.OfdSealer;
import org.licensehub.signing.PdfSealer;
import org.licensehub.signing.SealFormat;
import org.licensehub.signing.SealMark;
import org.licensehub.signing.SealRequest;
import org.licensehub.signing.SealTrust;
import org.licensehub.signing.SealingKey;
import org.licensehub.signing.SesPicture;
import org.licensehub.signing.SesSeal;
import org.licensehub.signing.SesSealInfo;
import org.licensehub.signing.SesSignature;
import org.licensehub.store.file.FileFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hub seal}: makes electronic seals of GB/T 38540 and seals files by hand. */
@Command(name = "seal", mixinStandardHelpOptions = true, description = {"制作电子印章、为文件签章", "Make electronic seals and seal files by hand"},
        subcommands = {SealCommand.Keys.class, SealCommand.Make.class, SealCommand.Sign.class, SealForYears.Outer.class,
                SealForYears.Preserve.class, SealCommand.Show.class})
final class SealCommand implements Runnable {

    private static final String PASSWORD_VARIABLE = "LICENSEHUB_KEY_PASSWORD";
    private static final float POINTS_PER_MILLIMETRE = 72 / 25.4f;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "请指定子命令 / Name a subcommand");
    }

    /** The password of key files: from a file or the environment, never from the command line, which others can read. */
    static final class Password {

        @Option(names = "--password-file", paramLabel = "FILE",
                description = {"密钥库口令文件（或环境变量 " + PASSWORD_VARIABLE + "）", "File with the key store's password (or variable " + PASSWORD_VARIABLE + ")"})
        private Path file;

        char[] read(CommandSpec spec) throws IOException {
            String password = file != null ? Files.readString(file).strip() : System.getenv(PASSWORD_VARIABLE);
            if (password == null || password.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "缺少口令 / No password: --password-file or " + PASSWORD_VARIABLE);
            }
            return password.toCharArray();
        }
    }

    @Command(name = "keys", mixinStandardHelpOptions = true,
            description = {"生成试用密钥与信任目录", "Make keys for a trial: a maker, a signer, and the folder to trust them by"})
    static final class Keys implements Callable<Integer> {

        @Option(names = "--out", required = true, paramLabel = "DIR", description = {"输出目录（须为空）", "Folder to write to; must be empty"})
        private Path out;

        @Option(names = "--organisation", paramLabel = "NAME", defaultValue = "试用单位", description = {"单位名称", "Name of the signing organisation"})
        private String organisation;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            Files.createDirectories(out);
            try (var entries = Files.list(out)) {
                if (entries.findAny().isPresent()) {
                    throw new ParameterException(spec.commandLine(), "目录不为空 / The folder is not empty: " + out);
                }
            }
            byte[] random = new byte[16];
            new SecureRandom().nextBytes(random);
            String password = HexFormat.of().formatHex(random);
            KeyIssuer issuer = new KeyIssuer(Clock.systemUTC(), 365);
            IssuedKey root = issuer.sealRoot("试用根证书");
            IssuedKey makerRoot = issuer.sealRoot("试用制章根证书");
            issuer.writeSealKey(issuer.sealSigner(makerRoot, "试用制章机构", "试用制章者"), out.resolve("maker.p12"), password.toCharArray(), "key");
            issuer.writeSealKey(issuer.sealSigner(root, organisation, organisation + "电子印章"), out.resolve("signer.p12"), password.toCharArray(), "key");
            IssuedKey timeRoot = issuer.sealRoot("试用时间戳根证书");
            issuer.writeSealKey(issuer.timeStamper(timeRoot, "试用时间戳机构"), out.resolve("time-stamps.p12"), password.toCharArray(), "key");
            IssuedKey outerRoot = issuer.tlsRoot("试用外层签名根证书");
            issuer.writeTlsKey(issuer.documentSigner(outerRoot, organisation, organisation, false), out.resolve("outer.p12"), password.toCharArray(), "key");
            trust("", root, issuer);
            trust("makers", makerRoot, issuer);
            trust("tsa", timeRoot, issuer);
            trust("intermediates", outerRoot, issuer);
            Files.writeString(out.resolve("password"), password);
            say(spec, "已生成（仅供试用） / made, not for production: " + out);
            return 0;
        }

        /** A root in its place, and its list of revoked certificates, which names none. */
        private void trust(String place, IssuedKey root, KeyIssuer issuer) throws IOException {
            String name = place.isEmpty() ? "root" : place + "-root";
            Files.writeString(Files.createDirectories(out.resolve("trust").resolve(place)).resolve(name + ".pem"), root.certificatePem());
            try {
                Files.write(Files.createDirectories(out.resolve("trust/crl")).resolve(name + ".crl"), issuer.revocationList(root, Map.of()).getEncoded());
            } catch (CRLException e) {
                throw new IOException(e);
            }
        }
    }

    /** A piece of work with keys that ends in one file. */
    abstract static class Work implements Callable<Integer> {

        @Option(names = "--out", required = true, paramLabel = "FILE", description = {"输出文件", "File to write"})
        private Path out;

        @Mixin
        private Password password;

        @Spec
        private CommandSpec spec;

        char[] password() throws IOException {
            return password.read(spec);
        }

        CommandSpec spec() {
            return spec;
        }

        void say(String line) {
            SealCommand.say(spec, line);
        }

        void write(byte[] result, String done) throws IOException {
            Files.write(out, result);
            say(done + ": " + out + " (" + result.length + " bytes)");
        }
    }

    @Command(name = "make", mixinStandardHelpOptions = true, description = {"制作电子印章", "Make a seal (GB/T 38540-2020)"})
    static final class Make extends Work {

        @Option(names = "--maker", required = true, paramLabel = "P12", description = {"制章者密钥", "Key of the seal maker"})
        private Path maker;

        @Option(names = "--signer", required = true, paramLabel = "P12", description = {"签章者密钥（印章将列出其证书）", "Key whose certificate may use the seal"})
        private Path signer;

        @Option(names = "--name", required = true, paramLabel = "NAME", description = {"印章名称", "Name of the seal"})
        private String name;

        @Option(names = "--arc", paramLabel = "TEXT", description = {"印章环绕文字（默认同名称）", "Text along the arc; default the name"})
        private String arc;

        @Option(names = "--second-line", paramLabel = "TEXT", description = {"五角星下方文字", "Text below the star"})
        private String secondLine;

        @Option(names = "--picture", paramLabel = "PNG", description = {"印章图像（默认自动绘制）", "Picture of the seal; drawn if not given"})
        private Path picture;

        @Option(names = "--millimetres", paramLabel = "MM", defaultValue = "42", description = {"直径，毫米", "Diameter in millimetres; default ${DEFAULT-VALUE}"})
        private int millimetres;

        @Option(names = "--days", paramLabel = "N", defaultValue = "365", description = {"有效天数", "Days of validity; default ${DEFAULT-VALUE}"})
        private int days;

        @Option(names = "--id", paramLabel = "ID", description = {"印章编号（默认随机）", "Number of the seal, ASCII; default random"})
        private String id;

        @Override
        public Integer call() throws IOException {
            char[] secret = password();
            SealingKey user = KeyFiles.open(signer, secret);
            byte[] png = picture != null ? Files.readAllBytes(picture)
                    : new SealImage(FaceFont.shared()).png(arc == null ? name : arc, secondLine, true, millimetres);
            Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            SesSealInfo info = SesSealInfo.ofUnit(id == null ? new BigInteger(96, new SecureRandom()).toString() : id, name, user.certificate(),
                    now, now.plus(Duration.ofDays(days)), SesPicture.png(png, millimetres, millimetres));
            byte[] seal = SesSeal.make(info, KeyFiles.open(maker, secret)).encoded();
            write(seal, "印章已制作 / seal made");
            return 0;
        }
    }

    @Command(name = "sign", mixinStandardHelpOptions = true, description = {"为 PDF 或 OFD 文件签章", "Seal a PDF or OFD file"})
    static final class Sign extends Work {

        @Parameters(paramLabel = "FILE", description = {"待签章文件", "File to seal"})
        private Path file;

        @Option(names = "--seal", required = true, paramLabel = "ESL", description = {"印章文件", "The seal"})
        private Path seal;

        @Option(names = "--key", required = true, paramLabel = "P12", description = {"签章者密钥", "Key of the signer"})
        private Path key;

        @Option(names = "--page", paramLabel = "N", defaultValue = "1", description = {"页码", "Page; default ${DEFAULT-VALUE}"})
        private int page;

        @Option(names = "--x", paramLabel = "MM", defaultValue = "120", description = {"左边距，毫米", "Left edge from the left of the page, mm"})
        private float x;

        @Option(names = "--y", paramLabel = "MM", defaultValue = "40", description = {"PDF：下边距；OFD：上边距，毫米",
                "PDF: lower edge from the bottom of the page; OFD: upper edge from its top; mm"})
        private float y;

        @Mixin
        private TimeSource time;

        @Option(names = "--trust", paramLabel = "DIR", description = {"信任目录，用于核对 --time-stamps 的答复", "Folder of trust, to check what --time-stamps answers"})
        private Path trust;

        @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "签章", description = {"签章原因（仅 PDF）", "Reason written into the file; PDF only"})
        private String reason;

        @Override
        public Integer call() throws IOException {
            SesSeal used = SesSeal.parse(Files.readAllBytes(seal));
            SealingKey signer = KeyFiles.open(key, password());
            byte[] document = Files.readAllBytes(file);
            boolean ofd = FileFormat.of(document).filter(FileFormat.OFD::equals).isPresent();
            SesSignature.TimeStamper stamper = time.stamper(trust == null ? null : SealTrust.read(trust), password(), false);
            byte[] sealed = ofd ? new OfdSealer(used, signer, stamper).seal(document, new OfdSealRequest(Instant.now(), page - 1, x, y))
                    : sealPdf(document, used, signer, stamper);
            write(sealed, "已签章 / sealed");
            return 0;
        }

        private byte[] sealPdf(byte[] document, SesSeal used, SealingKey signer, SesSignature.TimeStamper stamper) {
            SesPicture picture = used.info().picture();
            SealMark mark = new SealMark(page - 1, x * POINTS_PER_MILLIMETRE, y * POINTS_PER_MILLIMETRE,
                    picture.width() * POINTS_PER_MILLIMETRE, picture.height() * POINTS_PER_MILLIMETRE, picture.data());
            return PdfSealer.with(used, signer, SealFormat.SM2_SEAL, stamper)
                    .seal(document, new SealRequest(reason, "", used.info().name(), Instant.now(), mark));
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = {"显示印章内容", "Show what a seal says"})
    static final class Show implements Callable<Integer> {

        @Parameters(paramLabel = "ESL", description = {"印章文件", "The seal"})
        private Path seal;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            SesSeal read = SesSeal.parse(Files.readAllBytes(seal));
            SesSealInfo info = read.info();
            say(spec, "名称 / name: " + info.name());
            say(spec, "编号 / number: " + info.sealId());
            say(spec, "结构 / generation: " + info.version());
            say(spec, "有效期 / validity: " + info.notBefore() + " – " + info.notAfter());
            say(spec, "图像 / picture: " + info.picture());
            say(spec, "制章者 / maker: " + read.maker().getSubjectX500Principal().getName());
            boolean good = read.makerSignatureGood();
            say(spec, good ? "制章者签名正确（未验证制章者是否可信） / the maker's signature is good; whether to trust him was not asked"
                    : "制章者签名错误 / the maker's signature is WRONG");
            return good ? 0 : 1;
        }
    }

    private static void say(CommandSpec spec, String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
