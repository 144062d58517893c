package org.licensehub.hub.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.licensehub.hub.demo.DemoLookups.Found;
import org.licensehub.hub.demo.DemoPlan.Holder;
import org.licensehub.hub.demo.DemoPlan.Turn;
import org.licensehub.hub.demo.synthetic.SyntheticBatch;
import org.licensehub.hub.demo.synthetic.SyntheticRecords;
import org.licensehub.hub.platform.HubKeys;

/** {@code hub demo}: three hubs from their first start to verified logs. */
public final class Demonstration {

    private static final double FAULTY_SHARE = 0.05;
    private static final int TO_RETURN = 5;
    private static final int HANDS = 6;
    private static final Duration LONGEST_ISSUING = Duration.ofMinutes(10);

    private final DemoSettings settings;
    private final DemoConsole console;
    private final Clock clock;
    private final long start = System.nanoTime();
    private final Map<String, DemoHub> hubs = new LinkedHashMap<>();
    private final Map<String, DemoCallers> callers = new ConcurrentHashMap<>();
    private final Map<String, DemoFeeds> feeds = new ConcurrentHashMap<>();
    private final Map<String, DemoReviewer> reviewers = new ConcurrentHashMap<>();
    private final Tally tally = new Tally();
    private final DemoReport report = new DemoReport();
    private SyntheticBatch batch;
    private DemoPlan plan;
    private DemoLookups lookups;
    private DemoFiles files;
    private DemoCancellations cancellations;

    public Demonstration(DemoSettings settings, DemoConsole console, Clock clock) {
        this.settings = settings;
        this.console = console;
        this.clock = clock;
    }

    /**
     * Runs it. Without {@code exit} it returns only when the process is told to end.
     *
     * @return whether every expectation held
     * @throws DemoRefused if it cannot be run as wanted
     */
    public boolean run() throws IOException {
        try (DemoFolder folder = DemoFolder.fresh(settings.folder()); Crew crew = new Crew(HANDS); Crew watchers = new Crew(HANDS)) {
            Thread stopping = new Thread(this::stopHubs, "demo-stop");
            Runtime.getRuntime().addShutdownHook(stopping);
            try {
                perform(folder, crew, watchers);
                report.put("processor_s", processorSeconds());
                if (settings.exit()) {
                    console.say("停止三个库 / stopping the three hubs");
                    stopHubs();
                }
                conclude(folder);
                if (!settings.exit()) {
                    new CountDownLatch(1).await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                stopHubs();
                unhook(stopping);
            }
        }
        return report.expectations().failed().isEmpty();
    }

    private static void unhook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is ending already, and the hook does its work
            hook.setName("demo-stop-running");
        }
    }

    private synchronized void stopHubs() {
        try (Crew stoppers = new Crew(HANDS)) {
            stoppers.each(List.copyOf(hubs.values()), DemoHub::stop);
        }
    }

    private void perform(DemoFolder folder, Crew crew, Crew watchers) throws IOException {
        List<DemoSite> sites = DemoSite.three(folder.root());
        DemoProgram program = DemoProgram.current();
        Path binaries = program.binaries(folder.root());
        Map<DemoSite, HubKeys> keys = new DemoConfiguration(binaries, sites).write(clock);
        sites.forEach(site -> hubs.put(site.key(), new DemoHub(site, folder.root(), binaries, program)));
        lookups = new DemoLookups(callers, tally);
        files = new DemoFiles(callers, keys, tally);
        console.say("目录 / folder " + folder.root());
        sites.forEach(site -> console.say("  " + site.name() + "  " + site.url() + "  相邻库 / peers " + site.peerUrl()
                + "  PostgreSQL 127.0.0.1:" + site.postgres()));
        hubs.get(DemoSite.DISTRICT).start();
        batch = SyntheticRecords.generate(settings.seed(), settings.records(), settings.holders(), FAULTY_SHARE, LocalDate.now(clock));
        plan = new DemoPlan(batch);
        List<Future<?>> started = new ArrayList<>();
        open(DemoSite.DISTRICT, crew);
        firstLookup();
        started.add(watchers.start(() -> openAndFeed(DemoSite.CITY, "hub-350205", crew)));
        started.add(watchers.start(() -> openAndFeed(DemoSite.PROVINCE, "hub-350200", crew)));
        started.add(watchers.start(() -> feed(DemoSite.DISTRICT)));
        awaitIssued(started);
        ask(crew);
        cancelSome(crew, watchers);
        outage(crew);
        audits(crew);
    }

    private void open(String site, Crew crew) throws IOException {
        hubs.get(site).awaitReady();
        String below = site.equals(DemoSite.CITY) ? "hub-350205" : site.equals(DemoSite.PROVINCE) ? "hub-350200" : null;
        DemoCallers registered = new DemoCallers(hubs.get(site).site(), plan, below);
        callers.put(site, registered);
        feeds.put(site, new DemoFeeds(registered, plan, crew));
        reviewers.put(site, new DemoReviewer(registered, site.equals(DemoSite.DISTRICT) ? TO_RETURN : 0));
        console.say(seconds() + " s  " + hubs.get(site).site().name() + " 已启动 / is up");
    }

    private void openAndFeed(String site, String below, Crew crew) throws Exception {
        hubs.get(site).start();
        open(site, crew);
        feed(site);
    }

    private void feed(String site) throws Exception {
        feeds.get(site).pushAll();
        console.say(seconds() + " s  " + hubs.get(site).site().name() + " 推送完毕 / everything pushed");
        reviewers.get(site).work(plan.forReview(site));
    }

    /** One record by REST, issued and looked up at once. */
    private void firstLookup() {
        plan.on(Turn.FIRST).forEach(first -> {
            feeds.get(DemoSite.DISTRICT).push(first.record());
            Holder holder = DemoPlan.holdersOf(first.record()).get(0);
            Patience.until(LONGEST_ISSUING, "the first license", () -> !lookups.local(DemoSite.DISTRICT, holder, false).isEmpty());
        });
        report.put("first_lookup_s", seconds());
        console.say(seconds() + " s  首次查询已答复 / first lookup answered");
    }

    private void awaitIssued(List<Future<?>> started) {
        long expected = plan.goodInAll() - plan.reserve();
        try (DemoConsole.Steps progress = console.begin("签发 / issuing", expected)) {
            Patience.until(LONGEST_ISSUING, 500, "issuing", () -> {
                started.stream().filter(Future::isDone).forEach(done -> Crew.await(List.of(done)));
                long issued = issued();
                progress.to(issued);
                return issued >= expected && started.stream().allMatch(Future::isDone);
            });
        }
        report.put("issued_s", seconds());
        new DemoOutage(callers, hubs, console).awaitDelivery();
        report.put("propagated_s", seconds());
        console.say(seconds() + " s  全部签发并汇聚 / everything issued and passed on");
    }

    private long issued() {
        return callers.values().stream().mapToLong(each -> each.auditCounts().getOrDefault("LICENSE_ISSUED", 0L)).sum();
    }

    private void ask(Crew crew) {
        new DemoQuestions(callers, lookups, files, plan, report, console).ask(crew);
        report.put("asked_s", seconds());
    }

    private void cancelSome(Crew crew, Crew watchers) {
        cancellations = new DemoCancellations(callers.get(DemoSite.DISTRICT).registrar(), lookups);
        List<Found> chosen = DemoQuestions.toCancel(lookups, settings.records());
        crew.each(chosen.subList(0, Math.min(chosen.size(), 1)), license -> cancellations.cancelAndWatch(license, watchers));
        // the rest three at a time: each has two watchers
        try (Crew threes = new Crew(HANDS / 2)) {
            threes.each(chosen.subList(Math.min(chosen.size(), 1), chosen.size()), license -> cancellations.cancelAndWatch(license, watchers));
        }
        report.cancelled(chosen.size(), cancellations);
        console.say(seconds() + " s  已注销 / cancelled " + chosen.size());
    }

    private void outage(Crew crew) throws IOException {
        DemoOutage outage = new DemoOutage(callers, hubs, console);
        List<Found> more = DemoQuestions.toCancelInOutage(lookups, settings.records());
        String above = outage.strike(plan, feeds.get(DemoSite.DISTRICT), more, cancellations, lookups);
        double recovery = outage.recover();
        console.say(seconds() + " s  市库恢复，积压送达 / city hub back, backlog delivered");
        try (DemoConsole.Steps progress = console.begin("断网期间签发 / issued meanwhile", plan.reserve() * 3)) {
            AtomicLong done = new AtomicLong();
            for (String site : hubs.keySet()) {
                lookups.sweep(site, plan.holders(Turn.RESERVE), crew, progress, done);
            }
        }
        boolean known = more.stream().allMatch(license -> cancellations.isCancelled(DemoSite.CITY, license)
                && cancellations.isCancelled(DemoSite.PROVINCE, license));
        report.outage(above, recovery, known, outage.reconcile(), console);
    }

    private void audits(Crew crew) throws IOException {
        report.audits(new DemoAudits(callers).verify(crew), callers, tally, console);
        report.intake(plan, callers, feeds, reviewers);
        report.questions(plan, lookups, files);
    }

    private void conclude(DemoFolder folder) throws IOException {
        report.logs(new LogSearch(batch.personalNumbers()).search(folder.logs()), folder.logs().size());
        report.put("seconds", seconds());
        report.print(console);
        if (!settings.exit()) {
            new DemoInvitation(callers, plan).print(console);
        }
        if (settings.report() != null) {
            report.write(settings.report());
        }
    }

    /** Of the hubs that run now and of this process, without the database servers and without a hub that was killed. */
    private long processorSeconds() {
        return hubs.values().stream().map(DemoHub::processorTime).reduce(
                ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO), Duration::plus).toSeconds();
    }

    private double seconds() {
        return Math.round((System.nanoTime() - start) / 1e8) / 10.0;
    }
}
