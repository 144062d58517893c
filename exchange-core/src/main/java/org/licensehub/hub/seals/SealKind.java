package org.licensehub.hub.seals;

/** What a seal is for (国办发〔2025〕33号 and usage). */
public enum SealKind {
    /** 法定名称章: bears the legal name of its owner and nothing else. */
    OFFICIAL("法定名称章", ""),
    /** 电子证照专用章: for license files only; the one this hub seals licenses with. */
    LICENSE("电子证照专用章", "电子证照专用章"),
    /** 业务专用章. */
    BUSINESS("业务专用章", "业务专用章"),
    /** 合同专用章. */
    CONTRACT("合同专用章", "合同专用章"),
    /** 财务专用章. */
    FINANCE("财务专用章", "财务专用章");

    private final String label;
    private final String secondLine;

    SealKind(String label, String secondLine) {
        this.label = label;
        this.secondLine = secondLine;
    }

    /** @return the Chinese term */
    public String label() {
        return label;
    }

    /** @return what stands below the centre, by which specialised seals differ (国发〔1999〕25号); may be empty */
    public String secondLine() {
        return secondLine;
    }
}
