package org.licensehub.hub.audit.internal.flags;

/** What a flag means, in the words of an auditor. */
record FlagExplanation(String zh, String en) {

    static FlagExplanation of(Flag flag) {
        long counted = flag.counted();
        long threshold = flag.threshold();
        return switch (flag.kind()) {
            case NO_CASE_NUMBER -> new FlagExplanation("当日 " + counted + " 条记录没有办件编号，或以占位内容充数（达到 " + threshold + " 条即提示）",
                    counted + " records of that day have no case number, or one that stands for none (flagged from " + threshold + " on)");
            case MANY_HOLDERS -> new FlagExplanation("同一经办人在一" + unitZh(flag) + "内查询了 " + counted + " 个不同的持证主体（达到 " + threshold + " 个即提示）",
                    "one operator asked about " + counted + " different holders within one " + unitEn(flag) + " (flagged from " + threshold + " on)");
            case OFF_HOURS -> new FlagExplanation("当日在工作时间以外有 " + counted + " 条记录（达到 " + threshold + " 条即提示）",
                    counted + " records of that day lie outside working hours (flagged from " + threshold + " on)");
            case OWN_RECORD -> new FlagExplanation("当日有 " + counted + " 条记录的持证主体登记为行为人本人", "in " + counted
                    + " records of that day the holder is registered as being the person who acted");
            case SUDDEN_RISE -> new FlagExplanation("一" + unitZh(flag) + "内 " + counted + " 条记录，该调用方以往的中位数为 " + flag.usual() + " 条（超过 " + threshold
                    + " 条即提示）", counted + " records within one " + unitEn(flag) + "; the median of this caller's past is " + flag.usual() + " (flagged above "
                    + threshold + ")");
            case SLOW_ENUMERATION -> new FlagExplanation("该调用方多日累计查询了约 " + counted + " 个不同的持证主体（达到 " + threshold + " 个即提示）",
                    "this caller asked about some " + counted + " different holders over many days (flagged from " + threshold + " on)");
            case SEQUENTIAL_NUMBERS -> new FlagExplanation("连续查询了至少 " + counted + " 个顺序相邻的身份号码（达到 " + threshold + " 个即提示）；号码未作保存",
                    "at least " + counted + " ID numbers in sequence were asked for (flagged from " + threshold + " on); the numbers were not kept");
        };
    }

    private static String unitZh(Flag flag) {
        return flag.period() == FlagPeriod.HOUR ? "小时" : "天";
    }

    private static String unitEn(Flag flag) {
        return flag.period() == FlagPeriod.HOUR ? "hour" : "day";
    }
}
