package org.licensehub.signing;

/** The rules a sealed file must keep; each is the code and the words of the finding that tells of its breach. */
enum SealRule {
    NOT_PDF("not-a-pdf", "不是 PDF 文件", "The file is not a PDF"),
    UNKNOWN_FORMAT("unknown-format", "既不是 PDF 也不是 OFD 文件", "The file is neither a PDF nor an OFD file"),
    NO_SIGNATURE("no-signature", "文件没有电子印章签名", "The file carries no seal"),
    SEVERAL_SIGNATURES("several-signatures", "文件含有多个签名，只允许一个", "The file carries more than one signature"),
    BYTE_RANGE_MALFORMED("byte-range-malformed", "签名范围 ByteRange 格式错误", "The ByteRange is malformed"),
    BYTE_RANGE_START("byte-range-start", "签名范围不是从文件开头开始", "The ByteRange does not start at the first byte"),
    BYTE_RANGE_GAP("byte-range-gap", "签名范围之外不只是签名值", "The ByteRange leaves out more than /Contents"),
    BYTE_RANGE_END("byte-range-end", "签名之后文件被追加了内容", "Bytes follow what was sealed"),
    CONTENTS_MALFORMED("contents-malformed", "签名值编码错误", "/Contents is not one DER object in canonical form"),
    CONTENTS_PADDING("contents-padding", "签名值的填充不全为零", "The padding of /Contents is not all zero"),
    CMS_MALFORMED("cms-malformed", "签名数据结构不符合 GM/T 0010", "The signed data do not have the form of GM/T 0010"),
    SIGNER_COUNT("signer-count", "签名者数量不为一", "There is not exactly one SignerInfo"),
    CONTENT_EMBEDDED("content-embedded", "签名数据中夹带了原文", "The signed data embed content"),
    ATTRIBUTES("signed-attributes", "签名属性缺失、重复或多余", "A signed attribute is missing, repeated or unexpected"),
    CERTIFICATE_BINDING("certificate-binding", "证书与签名属性中的证书摘要不符", "The certificates are not those the signature names"),
    NOT_CANONICAL("cms-not-canonical", "签名数据不是唯一编码，可能被改动", "The signed data are not in their one canonical form"),
    DIGEST_MISMATCH("digest-mismatch", "文件内容已被改动", "The content differs from what was sealed"),
    SIGNATURE_WRONG("signature-wrong", "SM2 签名值错误", "The SM2 signature is wrong"),
    KEY_USAGE("key-usage", "证书不允许用于签名", "The certificate may not be used for sealing"),
    NOT_YET_VALID("certificate-not-yet-valid", "签署时证书尚未生效", "A certificate was not yet valid when the file was sealed"),
    EXPIRED("certificate-expired", "签署时证书已过期", "A certificate had expired when the file was sealed"),
    CHAIN("certificate-chain", "证书不是由受信任的机构签发", "The certificate does not lead to a trust anchor"),
    REVOKED("certificate-revoked", "证书已被吊销", "A certificate has been revoked"),
    SES_MALFORMED("ses-malformed", "电子签章数据结构不符合 GB/T 38540", "The seal's value does not have the form of GB/T 38540"),
    SES_OF_ANOTHER_FILE("ses-of-another-file", "电子签章数据取自其他文件", "The seal's value was made for another file"),
    SIGNER_NOT_IN_SEAL("signer-not-in-seal", "签章者证书不在印章的签章者列表中", "The signer's certificate is not listed in the seal"),
    MAKER_SIGNATURE_WRONG("maker-signature-wrong", "制章者签名错误，印章是伪造的", "The seal maker's signature is wrong: the seal is forged"),
    MAKER_UNTRUSTED("maker-untrusted", "印章不是由受信任的制章者制作", "The seal was not made by a trusted seal maker"),
    SEAL_NOT_VALID("seal-not-valid", "签章时印章不在有效期内", "The seal was not valid when the file was sealed"),
    PICTURE_DIFFERS("picture-differs", "显示的印章图像与签章中的印章不一致", "The picture shown is not that of the seal"),
    PICTURE_NOT_COMPARED("picture-not-compared", "无法比对显示的印章图像", "The picture shown could not be compared with that of the seal"),
    TIME_STAMP_WRONG("time-stamp-wrong", "时间戳与签章不符或不可信", "The time-stamp is not over this seal, or not from a trusted authority"),
    TIME_STAMP_UNCHECKED("time-stamp-not-checked", "未配置可信时间戳机构，未检查时间戳", "No authority of time is trusted here, so the time-stamp was not checked"),
    TIMES_DISAGREE("times-disagree", "签章时间与时间戳相差过大", "The signing time is far from the time-stamp"),
    LATER_REVISION("later-revision", "签章后追加的内容不在允许范围内", "What was added after sealing is not allowed"),
    OUTER_SIGNATURE_WRONG("outer-signature-wrong", "外层签名错误", "The outer signature is wrong"),
    OUTER_SIGNATURE("outer-signature", "另有外层签名，其证书未在此验证", "There is an outer signature; whom it names was not judged here"),
    MATERIAL("validation-material", "嵌入的验证资料与文件的签章无关或被改动",
            "Embedded validation material was changed or belongs to no signature of the file"),
    DOCUMENT_STAMP_WRONG("document-time-stamp-wrong", "文档时间戳与文件内容不符", "A document time-stamp is not over this file"),
    DOCUMENT_STAMP_UNTRUSTED("document-time-stamp-untrusted", "文档时间戳不是由受信任的时间戳机构签发",
            "A document time-stamp is not from a trusted authority"),
    TIME_STAMP_OUTDATED("time-stamp-outdated", "时间戳机构证书已过期且未及时续盖时间戳，该时间戳不再作为证明",
            "The certificate of a time-stamp ended before a later one renewed it, so it proves nothing any more"),
    EXPIRED_SINCE("certificate-expired-since", "签章证书现已过期，没有可信时间戳证明签章早于过期",
            "The signer's certificate has expired since, and no trusted time-stamp proves that the seal is older"),
    FOREIGN_FORM("foreign-form", "签名结构为其他厂商形式，已按其规则验证", "The signature has a form that other producers write; it was judged by the rules of that form"),
    FUTURE("signing-time-in-future", "签署时间晚于当前时间", "The signing time lies in the future"),
    DICTIONARY("signature-dictionary", "签名字典与被签名的内容不一致", "The signature dictionary is not the one that was sealed"),
    UNKNOWN_FORM("unknown-form", "不支持的签名类型", "The kind of signature is not supported"),
    ACTIVE_CONTENT("active-content", "文件含有脚本、动作、可选图层或表单，显示内容可变",
            "The file holds scripts, actions, optional layers or forms that can change what is shown"),
    ATTACHED_FILE("attached-file", "文件夹带了证照数据以外的附件", "A file is attached that is not the data of the license"),
    NOT_OFD("not-an-ofd", "不是 OFD 文件", "The file is not an OFD package"),
    PACKAGE_MALFORMED("package-malformed", "OFD 包的压缩结构不一致或有多余内容", "The archive contradicts itself or holds what belongs to no entry"),
    PACKAGE_TOO_LARGE("package-too-large", "OFD 包解压后过大", "The package is too large when unpacked"),
    ENTRY_NAMES("entry-names", "OFD 包内文件名重复、仅大小写不同或不安全", "Names in the package are doubled, differ in case only, or are unsafe"),
    XML_UNSAFE("xml-unsafe", "XML 格式错误或含有 DTD", "An XML file is malformed or declares a document type"),
    EXTERNAL_REFERENCE("external-reference", "引用指向 OFD 包之外", "A reference leads out of the package"),
    REFERENCE_MISSING("reference-missing", "被引用的文件不在 OFD 包内", "What is referred to is not in the package"),
    UNLISTED_ENTRY("unlisted-entry", "OFD 包内有未受签章保护的文件", "The package holds an entry that a seal does not cover"),
    SIGNATURE_LIST("signature-list", "签名列表被改动或不一致", "The list of signatures was changed or contradicts the package"),
    SEAL_FILE_DIFFERS("seal-file-differs", "印章文件与签章数据中的印章不一致", "The seal file is not the seal that was used"),
    STAMP_PLACE("stamp-place", "印章位置无效", "The place of the seal picture is not valid"),
    EARLIER_SEAL("earlier-seal", "此前另有有效印章", "An earlier seal on the file is valid, too"),
    UNREADABLE("unreadable", "文件结构损坏，无法读取", "The structure of the file is broken"),
    REVOCATION_UNCHECKED("revocation-not-checked", "未检查证书吊销状态", "Revocation was not checked"),
    TEST_CERTIFICATE("test-certificate", "测试证书，不得用于正式业务", "A test certificate, not for production");

    private final String code;
    private final String zh;
    private final String en;

    SealRule(String code, String zh, String en) {
        this.code = code;
        this.zh = zh;
        this.en = en;
    }

    SealFinding refusal() {
        return new SealFinding(code, true, zh, en);
    }

    SealFinding remark() {
        return new SealFinding(code, false, zh, en);
    }
}
