package org.licensehub.signing;

import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Names of entries and the locations (ST_Loc of GB/T 33190) that lead to them. Locations lead nowhere but into the package. */
final class OfdNames {

    private static final int LONGEST = 255;
    private static final String FORBIDDEN = "\\:*?\"<>|";

    /** Each name and each folder above a name, as a file system without case would see it. */
    private final Map<String, String> taken = new HashMap<>();

    /** Whether a name is a plain path downwards that every file system can hold. */
    static boolean isSafe(String name) {
        if (name.isEmpty() || name.length() > LONGEST || !Normalizer.isNormalized(name, Normalizer.Form.NFC)) {
            return false;
        }
        for (String part : name.split("/", -1)) {
            if (part.isBlank() || part.endsWith(".") || part.endsWith(" ") || part.startsWith(" ")
                    || part.chars().anyMatch(c -> c < ' ' || c == 0x7F || FORBIDDEN.indexOf(c) >= 0)) {
                return false;
            }
        }
        return true;
    }

    /** Takes a name; doubled names, names that differ in case only, and files that are also folders are refused. */
    void take(String name) throws Refusal {
        Refusal.when(!isSafe(name), SealRule.ENTRY_NAMES);
        for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
            String folder = name.substring(0, slash + 1);
            String before = taken.putIfAbsent(folded(name.substring(0, slash)), folder);
            Refusal.when(before != null && !before.equals(folder), SealRule.ENTRY_NAMES);
        }
        Refusal.when(taken.putIfAbsent(folded(name), name) != null, SealRule.ENTRY_NAMES);
    }

    private static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    /** The folder an entry is in, without a slash at its end; empty for the root. */
    static String folder(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }

    /**
     * Where a location leads.
     *
     * @param folder from where it is read, empty for the root
     * @return a path without a leading slash, of an entry or a folder that may or may not exist
     * @throws Refusal if it leaves the package or is not of this form at all
     */
    static String resolve(String folder, String location) throws Refusal {
        String text = location.strip();
        boolean foreign = text.startsWith("//") || text.chars().anyMatch(c -> c < ' ' || FORBIDDEN.indexOf(c) >= 0);
        Refusal.when(foreign, SealRule.EXTERNAL_REFERENCE);
        Deque<String> path = new ArrayDeque<>();
        String whole = text.startsWith("/") ? text.substring(1) : folder + "/" + text;
        for (String part : whole.split("/")) {
            if (part.equals("..")) {
                Refusal.when(path.pollLast() == null, SealRule.EXTERNAL_REFERENCE);
            } else if (!part.isEmpty() && !part.equals(".")) {
                path.addLast(part);
            }
        }
        return String.join("/", path);
    }
}
