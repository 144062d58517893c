package org.licensehub.hub.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.licensehub.hub.demo.DemoConsole;
import org.licensehub.hub.demo.DemoRefused;
import org.licensehub.hub.demo.DemoSettings;
import org.licensehub.hub.demo.Demonstration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hub demo}: three hubs on this machine with synthetic data. */
@Command(name = "demo", mixinStandardHelpOptions = true,
        description = {"演示：在本机启动区、市、省三个库，用虚构数据走完全程", "Three hubs on this machine, synthetic data, the whole walk"})
final class DemoCommand implements Callable<Integer> {

    @Option(names = "--exit", description = {"完成后停止；全部符合预期时返回 0", "Stop when done; 0 only if every expectation held"})
    private boolean exit;

    @Option(names = "--report", paramLabel = "FILE", description = {"结果写入 JSON 文件", "Write the result as JSON"})
    private Path report;

    @Option(names = "--records", paramLabel = "N", defaultValue = "2000", description = {"记录数，默认 2000", "Records to push, default 2000"})
    private int records;

    @Option(names = "--holders", paramLabel = "N", defaultValue = "1500", description = {"持证主体数，默认 1500", "Holders, default 1500"})
    private int holders;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "20261122", description = {"随机种子", "The same seed gives the same records"})
    private long seed;

    @Option(names = "--dir", paramLabel = "DIR", defaultValue = "data/demo", description = {"演示目录，默认 ./data/demo，开始时清空",
        "Folder of the demo, default ./data/demo; wiped at the start"})
    private Path folder;

    @Override
    public Integer call() throws IOException {
        try {
            DemoSettings settings = new DemoSettings(folder, records, holders, seed, exit, report);
            return new Demonstration(settings, new Terminal(), Clock.systemDefaultZone()).run() ? 0 : 1;
        } catch (DemoRefused | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return 2;
        }
    }

    /** Lines for everybody; bars in between on a terminal, a line now and then elsewhere. */
    private static final class Terminal implements DemoConsole {

        @Override
        public synchronized void say(String line) {
            System.out.println(line);
        }

        @Override
        public Steps begin(String task, long total) {
            return System.console() == null ? new Lines(this, task, total) : new Bar(Progress.bar(task, total));
        }
    }

    private record Bar(ProgressBar bar) implements DemoConsole.Steps {

        @Override
        public void to(long done) {
            bar.stepTo(done);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** A line for every quarter. */
    private static final class Lines implements DemoConsole.Steps {

        private static final int PARTS = 4;

        private final DemoConsole console;
        private final String task;
        private final long total;
        private long told;

        Lines(DemoConsole console, String task, long total) {
            this.console = console;
            this.task = task;
            this.total = total;
        }

        @Override
        public synchronized void to(long done) {
            long part = total == 0 ? 0 : done * PARTS / total;
            if (part > told) {
                told = part;
                console.say("  " + task + " " + done + "/" + total);
            }
        }

        /** A task that was given up is not told as done. */
        @Override
        public synchronized void close() {
            told = PARTS;
        }
    }
}
