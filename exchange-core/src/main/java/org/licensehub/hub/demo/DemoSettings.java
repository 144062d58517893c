package org.licensehub.hub.demo;

import java.nio.file.Path;

/**
 * What a demonstration is run with.
 *
 * @param folder holds everything the run makes; wiped at its start
 * @param records how many synthetic records are pushed, 100 upwards
 * @param holders how many people and organisations to choose from, 50 upwards
 * @param seed the same seed gives the same records
 * @param exit whether to stop everything at the end instead of running on
 * @param report file for the result as JSON; {@code null} for none
 */
public record DemoSettings(Path folder, int records, int holders, long seed, boolean exit, Path report) {

    private static final int FEWEST_RECORDS = 100;
    private static final int FEWEST_HOLDERS = 50;

    /** @throws IllegalArgumentException if there are too few records or holders to show everything */
    public DemoSettings {
        if (records < FEWEST_RECORDS || holders < FEWEST_HOLDERS) {
            throw new IllegalArgumentException("至少 100 条记录、50 个持证主体 / at least 100 records and 50 holders");
        }
    }
}
