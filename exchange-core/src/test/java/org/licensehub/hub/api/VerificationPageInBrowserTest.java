package org.licensehub.hub.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.licensehub.hub.api.PushedRecord.aRecord;
import static org.licensehub.hub.api.RunningHub.elements;
import static org.licensehub.hub.api.RunningHub.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.licensehub.hub.api.SealDesk.Authority;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The page for anybody as people meet it: in a browser. Missing Chromium is a loud skip, and a failure where CI=true. */
@Tag("browser")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerificationPageInBrowserTest implements KeepsNumbersOutOfLogs {

    private static final String SOURCE = "350205-browser";
    private static final String PUBLICATION_PERMIT = "publication-business-permit";
    private static final String PDF = "证明.pdf";
    private static final String OFD = "许可证.ofd";
    private static final String VALID = "valid";
    private static final String INVALID = "invalid";

    @TempDir
    static Path folder;

    private Browser browser;
    private Authority authority;

    @BeforeAll
    void issueFilesAndStartTheBrowser() throws IOException {
        boolean present = Browser.isInstalled();
        if (!present && ("true".equals(System.getenv("CI")) || Boolean.getBoolean("CI"))) {
            throw new AssertionError("chromium or chromedriver is missing, and CI=true asks for them");
        }
        if (!present) {
            // each test says so for itself: an assumption that fails here would leave a class without tests and without a word
            return;
        }
        authority = Authority.fresh();
        ApiCaller department = hub().newDepartment(SOURCE);
        ApiCaller reader = hub().newApprovalSystem(PushedRecord.TAX_PROOF, PUBLICATION_PERMIT);
        PushedRecord proof = authority.issues(aRecord().from(SOURCE));
        department.push(proof).expect(201);
        keep(PDF, issued(reader, proof));
        PushedRecord permit = authority.issues(aRecord().of(PUBLICATION_PERMIT).from(SOURCE));
        String receipt = department.push(permit).expect(201).json().get("receiptId").asText();
        String license = department.get("/api/v1/records/" + receipt).expect(200).json().get("licenseId").asText();
        hub().newReviewer().post("/api/v1/reviews/" + license + "/approval", Map.of()).expect(200);
        keep(OFD, issued(reader, permit));
        browser = Browser.start(folder.resolve("profile"));
    }

    private static byte[] issued(ApiCaller reader, PushedRecord record) {
        return reader.file(hub().awaitLicense(reader, record.holder()).get("identifier").asText(), elements()).expect(200).body();
    }

    private void keep(String name, byte[] file) throws IOException {
        Files.write(folder.resolve(name), file);
        byte[] changed = file.clone();
        // in the first fifth: further back may be the value of the seal itself, whose change has another reason
        changed[changed.length / 5] ^= 1;
        Files.write(folder.resolve(changed(name)), changed);
    }

    private static String changed(String name) {
        return "changed-" + name;
    }

    @AfterAll
    void endTheBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void openThePage() {
        Assumptions.assumeTrue(browser != null,
                "SKIPPED LOUDLY: chromium or chromedriver is not installed; the public page was not tried in a browser");
        browser.driver().get("about:blank");
        browser.forget();
        browser.driver().get(hub().address().resolve("/verify").toString());
    }

    private WebElement part(String id) {
        return browser.driver().findElement(By.id(id));
    }

    private void choose(String name) {
        part("file").sendKeys(folder.resolve(name).toString());
    }

    private void awaitResult(String kind) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(part("result").getDomAttribute("class")).as(shown()).isEqualTo(kind));
        assertThat(part("result").isDisplayed()).isTrue();
    }

    private String shown() {
        return part("result").getText();
    }

    private List<String> reasons() {
        return part("findings").findElements(By.tagName("li")).stream().map(WebElement::getText).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {PDF, OFD})
    void genuineFileIsShownAsValidWithTheNameOfItsSeal(String name) {
        choose(name);
        awaitResult(VALID);
        assertThat(shown()).contains(authority.name() + "电子证照专用章", "证照状态：未查询");
        assertThat(part("result").getCssValue("border-left-color")).as("the style sheet counts").contains("27, 127, 59");
    }

    @ParameterizedTest
    @ValueSource(strings = {PDF, OFD})
    void fileWithOneChangedByteIsShownAsNotValidWithItsReason(String name) {
        choose(changed(name));
        awaitResult(INVALID);
        String reason = name.equals(PDF) ? "文件内容已被改动 / The content differs from what was sealed"
                : "OFD 包的压缩结构不一致或有多余内容 / The archive contradicts itself or holds what belongs to no entry";
        assertThat(reasons()).contains(reason);
        assertThat(shown()).doesNotContain("证照状态");
    }

    @Test
    void textFileIsRefused() throws IOException {
        Files.writeString(folder.resolve("note.txt"), "这不是证照", StandardCharsets.UTF_8);
        choose("note.txt");
        awaitResult(INVALID);
        assertThat(reasons()).containsExactly("既不是 PDF 也不是 OFD 文件 / The file is neither a PDF nor an OFD file");
    }

    @ParameterizedTest
    @ValueSource(ints = {(32 << 20) + 1, 48 << 20})
    void fileThatIsTooLongIsRefusedWithItsReason(int length) throws IOException {
        Files.write(folder.resolve("long.pdf"), new byte[length]);
        choose("long.pdf");
        awaitResult(INVALID);
        assertThat(part("summary").getText()).contains("文件超过 32 MiB");
    }

    @Test
    void secondFileLeavesNothingOfTheFirstOnThePage() {
        choose(PDF);
        awaitResult(VALID);
        choose(changed(OFD));
        awaitResult(INVALID);
        assertThat(shown()).doesNotContain(authority.name(), "证照状态");
    }

    @Test
    void pageAsksTheHubForItsThreePartsAndTheJudgementAndNobodyForAnythingElse() {
        choose(PDF);
        awaitResult(VALID);
        List<String> asked = browser.events("Network.requestWillBeSent").stream().map(event -> event.path("request"))
                .map(request -> request.path("method").asText() + " " + request.path("url").asText()).toList();
        String hub = hub().address().toString();
        assertThat(asked).containsExactlyInAnyOrder("GET " + hub + "/verify", "GET " + hub + "/verify/verify.css", "GET " + hub + "/verify/verify.js",
                "POST " + hub + "/verify/files");
        assertThat(browser.events("Network.loadingFailed")).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    /** Even a script that got into the page could not carry the file away. */
    @Test
    void browserRefusesToReachAnotherHostFromThePage() throws IOException {
        AtomicInteger reached = new AtomicInteger();
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        other.createContext("/", exchange -> {
            reached.incrementAndGet();
            exchange.getResponseHeaders().add("Access-Control-Allow-Origin", "*");
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        other.start();
        try {
            String address = "http://127.0.0.1:" + other.getAddress().getPort() + "/";
            assertThat(refused("fetch(arguments[0]).catch(() => {})", address)).isEqualTo("connect-src");
            assertThat(refused("new Image().src = arguments[0]", address)).isEqualTo("img-src");
            assertThat(refused("document.head.append(Object.assign(document.createElement('script'), {src: arguments[0]}))", address))
                    .isEqualTo("script-src-elem");
            assertThat(reached).hasValue(0);
        } finally {
            other.stop(0);
        }
    }

    /** The rule of the page's policy that a statement breaks; a time-out if it breaks none. */
    private Object refused(String statement, String address) {
        return browser.driver().executeAsyncScript("const done = arguments[arguments.length - 1];"
                + "document.addEventListener('securitypolicyviolation', event => done(event.effectiveDirective), {once: true});" + statement, address);
    }

    @Test
    void keyboardAloneIsEnough() {
        new Actions(browser.driver()).sendKeys(Keys.TAB).perform();
        WebElement focused = browser.driver().switchTo().activeElement();
        assertThat(focused.getDomAttribute("id")).isEqualTo("file");
        assertThat(focused.getAccessibleName()).isEqualTo("文件 / File");
        assertThat(browser.driver().findElements(By.cssSelector("#file:focus-visible"))).as("people see where they are").hasSize(1);

        // the dialogue itself belongs to the system: it is caught where the page opens it, and answered
        browser.driver().executeCdpCommand("Page.setInterceptFileChooserDialog", Map.of("enabled", true));
        new Actions(browser.driver()).sendKeys(Keys.ENTER).perform();
        List<JsonNode> opened = await().atMost(Duration.ofSeconds(30)).until(() -> browser.events("Page.fileChooserOpened"), events -> !events.isEmpty());
        assertThat(opened).hasSize(1);
        browser.driver().executeCdpCommand("DOM.setFileInputFiles", Map.of("files", List.of(folder.resolve(PDF).toString()),
                "backendNodeId", opened.get(0).get("backendNodeId").asInt()));
        awaitResult(VALID);
        assertThat(part("result").getDomAttribute("aria-live")).as("said aloud without being looked for").isEqualTo("polite");
        assertThat(browser.driver().switchTo().activeElement().getDomAttribute("id")).as("the next file is one key away").isEqualTo("file");
    }
}
