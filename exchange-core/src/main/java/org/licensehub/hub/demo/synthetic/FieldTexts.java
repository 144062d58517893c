package org.licensehub.hub.demo.synthetic;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.licensehub.hub.demo.synthetic.SyntheticHolder.Organisation;
import org.licensehub.hub.demo.synthetic.SyntheticHolder.Person;
import org.licensehub.store.catalogue.FieldDefinition;
import org.licensehub.store.catalogue.LicenseType;

/** Texts for the fields of one type ({@code KZ_…}) that look like those of a real license. */
final class FieldTexts {

    private final Random random;
    private final SyntheticNames names;
    private final ReservedNumbers numbers;

    FieldTexts(Random random, SyntheticNames names, ReservedNumbers numbers) {
        this.random = random;
        this.names = names;
        this.numbers = numbers;
    }

    /** Texts for the extension fields of a type; optional ones are sometimes left out. */
    Map<String, String> of(LicenseType type, List<SyntheticHolder> holders, String area, LocalDate issued) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (FieldDefinition field : type.fields()) {
            boolean wanted = field.name().startsWith("KZ_") && (field.required() || random.nextInt(5) > 0);
            if (wanted) {
                texts.put(field.name(), text(field, holders, area, issued));
            }
        }
        return texts;
    }

    private String text(FieldDefinition field, List<SyntheticHolder> holders, String area, LocalDate issued) {
        return ofHolder(field, holders).orElseGet(() -> switch (field.kind()) {
            case DATE -> date(field.name(), issued).toString();
            case CODE -> names.any(field.codes());
            case NUMBER -> String.valueOf(1 + random.nextInt(240));
            case AMOUNT -> (1 + random.nextInt(500)) * 1000 + ".00";
            case TEXT -> plain(field.name(), holders.get(0), area, issued);
        });
    }

    private Optional<String> ofHolder(FieldDefinition field, List<SyntheticHolder> holders) {
        SyntheticHolder first = holders.get(0);
        if (first instanceof Person person) {
            return switch (field.name()) {
                case "KZ_XB" -> Optional.of(person.male() ? "男" : "女");
                case "KZ_CSRQ", "KZ_NFCSRQ" -> Optional.of(person.birthDate().toString());
                case "KZ_VFCSRQ" -> Optional.of(((Person) holders.get(1)).birthDate().toString());
                default -> Optional.empty();
            };
        }
        return field.name().equals("KZ_FDDBR")
                ? Optional.of(((Organisation) first).legalRepresentative()) : Optional.empty();
    }

    private LocalDate date(String field, LocalDate issued) {
        return switch (field) {
            case "KZ_JFQSRQ", "KZ_SKSSQQ" -> issued.minusMonths(12).withDayOfMonth(1);
            case "KZ_JFJZRQ", "KZ_SKSSQZ" -> issued.withDayOfMonth(1).minusDays(1);
            case "KZ_NJJZRQ" -> issued.plusYears(1);
            default -> issued;
        };
    }

    private String plain(String field, SyntheticHolder holder, String area, LocalDate issued) {
        return switch (field) {
            case "KZ_ZS", "KZ_JZDZ", "KZ_ZL", "KZ_JYCS", "KZ_DZ", "KZ_JYDZ", "KZ_BXDZ" ->
                    names.address(holder.district());
            case "KZ_HJDZ" -> names.addressElsewhere();
            case "KZ_LXDH" -> numbers.mobile();
            case "KZ_DJY", "KZ_QFR", "KZ_WSGLY", "KZ_XZ" -> names.person(random.nextBoolean());
            case "KZ_CBDW", "KZ_YRDW", "KZ_JBZ" -> names.company();
            case "KZ_MZ" -> names.any(List.of("汉族", "汉族", "汉族", "畲族", "回族", "土家族"));
            case "KZ_NFGJ", "KZ_VFGJ" -> "中国";
            case "KZ_YYQX" -> "长期";
            case "KZ_JYFW" -> names.any(List.of("日用百货批发；食品销售", "餐饮服务；酒店管理", "图书、报刊、电子出版物零售",
                    "普通货物道路运输；仓储服务", "软件开发；信息技术咨询服务"));
            case "KZ_JYXM" -> names.any(List.of("预包装食品销售", "热食类食品制售", "冷食类食品制售；自制饮品制售"));
            case "KZ_SPHM" -> "SP%d%08d".formatted(issued.getYear(), random.nextInt(100_000_000));
            // 28 characters: cadastral zone, GB parcel, F building and unit.
            case "KZ_BDCDYH" -> "%s%06dGB%05dF%08d".formatted(area, random.nextInt(1_000_000),
                    random.nextInt(100_000), random.nextInt(100_000_000));
            case "KZ_QLXZ" -> names.any(List.of("出让/市场化商品房", "划拨", "出让"));
            case "KZ_YT" -> names.any(List.of("城镇住宅用地/成套住宅", "商服用地/商业服务", "工业用地/工业"));
            case "KZ_SYQX" -> "至%d年止".formatted(issued.getYear() + 70);
            case "KZ_QLQTZK" -> "房屋总层数：%d".formatted(6 + random.nextInt(27));
            case "KZ_RCJDGLJG" -> "市场监督管理所";
            case "KZ_TSJBDH" -> "12315";
            case "KZ_JJLX" -> "有限责任公司";
            case "KZ_BXNR" -> names.any(List.of("学前教育", "文化艺术培训", "职业技能培训"));
            case "KZ_ZGBM" -> "区教育局";
            default -> "（演示）";
        };
    }
}
