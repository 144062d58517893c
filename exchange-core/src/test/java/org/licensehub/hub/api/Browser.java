package org.licensehub.hub.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;

/** A Chromium without a window, with a profile of its own, which reaches this machine and nothing else. */
final class Browser implements AutoCloseable {

    private static final String PROGRAM = "chromium";
    private static final String DRIVER = "chromedriver";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ChromeDriver driver;
    private final List<JsonNode> events = new ArrayList<>();

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    static boolean isInstalled() {
        return program(PROGRAM).isPresent() && program(DRIVER).isPresent();
    }

    private static Optional<File> program(String name) {
        return Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator))).map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable).map(Path::toFile).findFirst();
    }

    static Browser start(Path profile) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program(PROGRAM).orElseThrow());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--user-data-dir=" + profile,
                // a page that names another host gets an error and no connection, on any machine
                "--no-proxy-server", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
        options.setCapability("goog:loggingPrefs", Map.of("performance", "ALL", "browser", "ALL"));
        // with the driver given, nothing is looked for and downloaded
        ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(program(DRIVER).orElseThrow()).usingAnyFreePort().build();
        return new Browser(new ChromeDriver(service, options));
    }

    ChromeDriver driver() {
        return driver;
    }

    /** What the browser did since {@link #forget}: events of the DevTools protocol with this name, oldest first. */
    List<JsonNode> events(String method) {
        for (LogEntry entry : driver.manage().logs().get("performance")) {
            events.add(read(entry).path("message"));
        }
        return events.stream().filter(event -> event.path("method").asText().equals(method)).map(event -> event.path("params")).toList();
    }

    /** What the browser itself complains about: failed requests, refused sources, errors of scripts. */
    List<String> complaints() {
        return driver.manage().logs().get("browser").getAll().stream().map(LogEntry::getMessage).toList();
    }

    void forget() {
        driver.manage().logs().get("performance");
        driver.manage().logs().get("browser");
        events.clear();
    }

    private static JsonNode read(LogEntry entry) {
        try {
            return JSON.readTree(entry.getMessage());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
