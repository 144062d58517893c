package org.licensehub.connectors;

import java.util.Locale;

/** Why a row could not be turned into a record, with the sentence people read. */
enum UnreadableCode {
    MALFORMED_BYTES("该行含有不符合约定字符集的字节", "The row holds bytes that are not valid in the agreed character set"),
    MALFORMED_QUOTES("该行引号不配对或引号后有多余字符", "The row has an unbalanced quote or text after a closing quote"),
    WRONG_COLUMN_COUNT("该行列数与表头不一致", "The row has another number of columns than the header"),
    MISSING_SOURCE_KEY("该行缺少业务主键", "The row has no source key"),
    BAD_REVISION("该行修订号不是非负整数", "The revision of the row is not a whole number of zero or more"),
    ROW_TOO_LONG("该行超过 1 MiB,此处只保留其开头,完整内容见归档文件",
            "The row is longer than 1 MiB; only its beginning is kept here, the whole is in the archived file");

    private final String messageZh;
    private final String messageEn;

    UnreadableCode(String messageZh, String messageEn) {
        this.messageZh = messageZh;
        this.messageEn = messageEn;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    UnreadableRecord record(String resource, String source, String position, byte[] raw) {
        return new UnreadableRecord(resource, source, position, raw, code(), messageZh, messageEn);
    }
}
