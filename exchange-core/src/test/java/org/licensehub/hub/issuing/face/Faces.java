package org.licensehub.hub.issuing.face;

import java.time.LocalDate;
import java.util.List;

/** Faces as a district would print them; all numbers and names are made up. */
final class Faces {

    static final String IDENTIFIER = "1.2.156.3005.2.11350000DEM000030A001.11350206DEM000014M.2025000001.001.M";
    static final String QR = "https://hub.example/v/1.2.156.3005.2.11350000DEM000030A001.11350206DEM000014M.2025000001.001.M";

    private Faces() {
    }

    static FaceModel foodPermit() {
        return with("食品经营许可证", null, "certificate-a4-landscape", List.of(
                new FaceField("经营者名称", "厦门市海沧区示范餐饮服务有限公司"),
                new FaceField("统一社会信用代码", "91350206DEM000065M"),
                new FaceField("法定代表人（负责人）", "阿依古丽·买买提"),
                new FaceField("住所", "福建省厦门市海沧区示范路100号二层"),
                new FaceField("经营场所", "福建省厦门市海沧区示范路100号二层201室"),
                new FaceField("主体业态", "餐饮服务经营者"),
                new FaceField("日常监督管理机构", "厦门市海沧区市场监督管理局"),
                new FaceField("经营项目", "热食类食品制售，冷食类食品制售（不含生食海产品），自制饮品制售；预包装食品销售（含冷藏冷冻食品）")));
    }

    static FaceModel businessLicense(String scope) {
        return with("营业执照", "（副本）", "certificate-a4-portrait", List.of(
                new FaceField("统一社会信用代码", "91350206DEM000065M"),
                new FaceField("名称", "厦门市海沧区示范餐饮服务有限公司"),
                new FaceField("类型", "有限责任公司（自然人投资或控股）"),
                new FaceField("法定代表人", "欧阳示例"),
                new FaceField("注册资本", "壹佰万元整"),
                new FaceField("成立日期", "2020年05月06日"),
                new FaceField("住所", "福建省厦门市海沧区示范路100号二层"),
                new FaceField("经营范围", scope)));
    }

    static FaceModel proof() {
        return with("社会保险缴费证明", "（单位参保）", "proof-a4-portrait", List.of(
                new FaceField("参保人姓名", "张示例"),
                new FaceField("参保单位", "厦门市海沧区示范餐饮服务有限公司"),
                new FaceField("险种", "基本养老保险、失业保险、工伤保险"),
                new FaceField("缴费起止", "2024年01月至2025年12月"),
                new FaceField("累计月数", "24"),
                new FaceField("说明", "本证明由参保地社会保险经办机构依据业务数据出具，供办理相关事项使用。")));
    }

    static FaceModel with(String title, String subtitle, String template, List<FaceField> fields) {
        return new FaceModel(title, subtitle, template, IDENTIFIER, "JY23502060000001", fields, "厦门市海沧区行政审批局",
                LocalDate.of(2026, 3, 1), LocalDate.of(2026, 3, 1), LocalDate.of(2031, 2, 28), QR);
    }
}
