package org.licensehub.hub.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.licensehub.hub.demo.DemoPlan.Holder;
import org.licensehub.hub.demo.DemoPlan.Turn;
import org.licensehub.hub.demo.synthetic.SyntheticRecords;
import org.licensehub.hub.platform.HubKeys;
import org.springframework.boot.SpringApplication;
import org.springframework.util.FileSystemUtils;

/**
 * One hub from its first start to a verified file, inside this process and in a folder that is deleted afterwards. The
 * launcher runs it once for each build and JVM to note which classes a hub needs (class data sharing): a hub starts in
 * two thirds of the time with them at hand, and they are best noted by a process that ends in order.
 */
public final class StartRehearsal {

    private static final int RECORDS = 400;
    private static final int HOLDERS = 300;
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final Class<?> application;
    private final Clock clock;

    /** @param application the Spring Boot application of a hub */
    public StartRehearsal(Class<?> application, Clock clock) {
        this.application = application;
        this.clock = clock;
    }

    /** @throws IOException if the hub's folder cannot be made */
    public void run() throws IOException {
        Path folder = Files.createTempDirectory("licensehub-rehearsal");
        try {
            List<DemoSite> sites = DemoSite.three(folder);
            Map<DemoSite, HubKeys> keys = new DemoConfiguration(DemoProgram.current().binaries(folder), sites).write(clock);
            DemoSite district = sites.get(0);
            try (var hub = new SpringApplication(application).run("--spring.config.additional-location=" + district.configuration().toUri())) {
                perform(district, keys);
            }
        } finally {
            FileSystemUtils.deleteRecursively(folder.toFile());
        }
    }

    private void perform(DemoSite district, Map<DemoSite, HubKeys> keys) throws IOException {
        DemoPlan plan = new DemoPlan(SyntheticRecords.generate(1, RECORDS, HOLDERS, 0, LocalDate.now(clock)));
        Map<String, DemoCallers> callers = Map.of(district.key(), new DemoCallers(district, plan, null));
        Tally tally = new Tally();
        DemoLookups lookups = new DemoLookups(callers, tally);
        try (Crew crew = new Crew(1)) {
            DemoFeeds feeds = new DemoFeeds(callers.get(district.key()), plan, crew);
            plan.on(Turn.FIRST).forEach(first -> feeds.push(first.record()));
            List<Holder> holders = plan.holders(Turn.FIRST);
            Patience.until(LONGEST, "the first license", () -> !lookups.local(district.key(), holders.get(0), false).isEmpty());
            lookups.sweep(district.key(), holders, crew, new NoSteps(), new java.util.concurrent.atomic.AtomicLong());
        }
        DemoFiles files = new DemoFiles(callers, keys, tally);
        lookups.issuedBy(district.id()).forEach(license -> files.fetchAndVerify(district.key(), license));
        if (files.verified() == 0) {
            throw new IllegalStateException("试运行未得到有效文件 / the rehearsal did not come to a valid file");
        }
    }

    private record NoSteps() implements DemoConsole.Steps {

        @Override
        public void to(long done) {
            // nobody watches
        }

        @Override
        public void close() {
            // nothing was begun
        }
    }
}
