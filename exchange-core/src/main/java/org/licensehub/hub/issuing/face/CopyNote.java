package org.licensehub.hub.issuing.face;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * What an annotated copy (加注件, GB/T 36901) says about itself: for whom, what for and until when it was made.
 *
 * @param user who uses it (使用人), 1 to 60 characters
 * @param body the body that uses it (用证单位), 1 to 100 characters
 * @param purpose what for (用途), 1 to 200 characters
 * @param made when it was made; printed in China's time to the minute
 * @param expires from when on it must not be used any more; after {@code made}
 */
public record CopyNote(String user, String body, String purpose, Instant made, Instant expires) {

    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter PRINTED = DateTimeFormatter.ofPattern("yyyy年M月d日HH:mm");
    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    /** @throws IllegalArgumentException if a part is missing, too long or holds a line break, or the copy expires before it is made */
    public CopyNote {
        checked("使用人", "user", user, 60);
        checked("用证单位", "body", body, 100);
        checked("用途", "purpose", purpose, 200);
        if (made == null || expires == null || !expires.isAfter(made)) {
            throw new IllegalArgumentException("加注件有效期须晚于制作时间 / a copy must expire after it is made");
        }
    }

    private static void checked(String label, String name, String text, int most) {
        if (text == null || text.isBlank() || FaceFont.length(text) > most || text.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("加注件的" + label + "须为 1 至 " + most + " 个字符且不换行 / " + name + " of a copy must have 1 to "
                    + most + " characters on one line");
        }
    }

    /** What is printed over the page, line by line; long ones are still to be broken. */
    List<String> printed() {
        return List.of("加注件 · 仅限以下用途，他用无效", "使用单位：" + body, "使用人：" + user, "用途：" + purpose,
                "制作：" + PRINTED.format(china(made)), "有效期至：" + PRINTED.format(china(expires)));
    }

    /** Its elements of GB/T 36903. Who and what for may tell of a person and are not open. */
    List<FaceElement> elements() {
        return List.of(new FaceElement("certificate_copy_creation_time", WRITTEN.format(china(made)), true),
                new FaceElement("certificate_copy_creator", body + " " + user, false),
                new FaceElement("certificate_copy_cause", purpose, false),
                new FaceElement("certificate_copy_expiring_time", WRITTEN.format(china(expires)), true));
    }

    private static LocalDateTime china(Instant instant) {
        return LocalDateTime.ofInstant(instant, CHINA);
    }

    /** The times only: the rest may be about a person. */
    @Override
    public String toString() {
        return "CopyNote[" + made + ", " + expires + "]";
    }
}
