package org.licensehub.hub.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;

/** Progress bars on a terminal; nothing elsewhere, so that logs stay readable. */
final class Progress {

    private Progress() {
    }

    /** @param total number of steps; -1 if unknown */
    static ProgressBar bar(String task, long total) {
        return builder(task, total).build();
    }

    /** For streams that report their own progress. */
    static ProgressBarBuilder builder(String task, long total) {
        ProgressBarBuilder builder = new ProgressBarBuilder().setTaskName(task).setInitialMax(total);
        if (System.console() == null) {
            builder.setConsumer(new Silent());
        }
        return builder;
    }

    /** Where nobody looks. */
    private static final class Silent implements ProgressBarConsumer {

        @Override
        public int getMaxRenderedLength() {
            return 80;
        }

        @Override
        public void accept(String rendered) {
        }

        @Override
        public void close() {
        }
    }
}
