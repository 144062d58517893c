package org.licensehub.hub.audit;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Notices when a caller asks for one ID number after the other. The log holds pseudonyms, among which neighbours cannot be told; so it must be noticed
 * while the number is there. Kept for each caller and beginning of a number (place and day of birth) are its last three digits and how long the run is:
 * in memory only, under a key that is new with each start, and for an hour at most. What goes on from here holds no number.
 *
 * <p>A table of fixed size. In a set of four places what was seen once gives way to what is new; a run that has begun gives way last.
 */
public final class NumberRuns {

    private static final int WAYS = 4;
    private static final int LENGTH = 18;
    private static final int BEGINNING = 14;
    private static final int FARTHEST = 2;
    private static final int MINUTES = 60;
    private static final int MILLIS = 60_000;
    private static final int MOST_WAITING = 1000;
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private final int run;
    private final Clock clock;
    private final int sets;
    private final long secret = ThreadLocalRandom.current().nextLong();
    private final Object[] locks = new Object[64];
    private final long[] keys;
    private final int[] minutes;
    private final short[] tails;
    private final int[] lengths;
    private final long[] firsts;
    private final String[] operators;
    private final BlockingQueue<Noticed> noticed = new ArrayBlockingQueue<>(MOST_WAITING);

    /** @param run how many numbers in sequence are noticed; @param sets a power of two; four places each */
    public NumberRuns(int run, int sets, Clock clock) {
        this.run = run;
        this.clock = clock;
        this.sets = sets;
        int places = sets * WAYS;
        keys = new long[places];
        minutes = new int[places];
        tails = new short[places];
        lengths = new int[places];
        firsts = new long[places];
        operators = new String[places];
        Arrays.setAll(locks, i -> new Object());
    }

    /**
     * A run.
     *
     * @param operator whose run it is; empty if several took part
     * @param first position in the log of its first record; @param last of that which was noticed
     */
    public record Noticed(String caller, String operator, long first, long last, int length) {
    }

    /** To be called when a record about a holder is durable. Neither blocks nor fails; what is no ID number of 18 digits is passed over. */
    public void asked(String caller, String operator, String holderCode, long position) {
        String code = holderCode.length() == LENGTH ? holderCode : holderCode.strip();
        long beginning = digits(code, 0, BEGINNING);
        long tail = digits(code, BEGINNING, LENGTH - 1);
        if (code.length() != LENGTH || beginning < 0 || tail < 0) {
            return;
        }
        long key = (beginning ^ secret) * MIX ^ caller.hashCode() * 0x100000001b3L;
        key = (key ^ key >>> 31) * MIX | 1;
        int set = (int) (key >>> 40) & sets - 1;
        int minute = (int) (clock.millis() / MILLIS);
        int reached;
        Noticed found;
        synchronized (locks[set & locks.length - 1]) {
            int place = place(set, key, (short) tail, minute);
            reached = advance(place, key, (short) tail, minute, operator, position);
            // told when it is long enough, and again each time it has doubled
            found = reached % run == 0 && Integer.bitCount(reached / run) == 1
                    ? new Noticed(caller, operators[place], firsts[place], position, reached) : null;
        }
        if (found != null) {
            noticed.offer(found);
        }
    }

    /** What was noticed since the last time. */
    public List<Noticed> take() {
        List<Noticed> all = new ArrayList<>();
        noticed.drainTo(all);
        return all;
    }

    /** For the next time; what there is no room for any more is lost. */
    public void putBack(List<Noticed> notTold) {
        notTold.forEach(noticed::offer);
    }

    private static long digits(String code, int from, int to) {
        long value = 0;
        for (int i = from; i < to && i < code.length(); i++) {
            int digit = code.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** Where the run stands that this number goes on with, or where one may begin: empty, outdated, or what matters least. */
    private int place(int set, long key, short tail, int minute) {
        int least = set * WAYS;
        for (int i = set * WAYS; i < (set + 1) * WAYS; i++) {
            if (keys[i] == key && Math.abs(tail - tails[i]) <= FARTHEST && minute - minutes[i] <= MINUTES) {
                return i;
            }
            if (worth(i, minute) < worth(least, minute)) {
                least = i;
            }
        }
        lengths[least] = 0;
        return least;
    }

    private long worth(int place, int minute) {
        return keys[place] == 0 || minute - minutes[place] > MINUTES ? -1 : (long) Math.abs(lengths[place]) * (MINUTES + 1) + MINUTES - (minute - minutes[place]);
    }

    /** Lengths of runs downwards are kept as negative numbers. @return how long the run is now */
    private int advance(int place, long key, short tail, int minute, String operator, long position) {
        int step = tail - tails[place];
        int length = lengths[place];
        keys[place] = key;
        minutes[place] = minute;
        if (length != 0 && step == 0) {
            return 0;
        }
        if (length != 0 && (Math.abs(length) == 1 || length > 0 == step > 0)) {
            lengths[place] = (Math.abs(length) + 1) * Integer.signum(step);
            operators[place] = Objects.equals(operators[place], operator) ? operator : "";
        } else {
            lengths[place] = 1;
            firsts[place] = position;
            operators[place] = operator == null ? "" : operator;
        }
        tails[place] = tail;
        return Math.abs(lengths[place]);
    }
}
