package org.licensehub.hub.demo.synthetic;

import java.util.List;
import java.util.Random;

/** Names of people, companies and places put together from common parts. */
final class SyntheticNames {

    private static final List<String> SURNAMES = List.of("王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙",
            "马", "朱", "胡", "林", "郭", "何", "高", "罗", "郑", "梁", "谢", "宋", "许", "洪", "庄", "蔡", "欧阳", "上官");
    private static final List<String> MALE = List.of("伟", "强", "磊", "军", "勇", "杰", "涛", "明", "超", "建华", "志强", "建国",
            "子轩", "浩然", "宇航", "文博", "嘉豪", "俊杰", "海峰", "国栋");
    private static final List<String> FEMALE = List.of("芳", "娜", "敏", "静", "丽", "艳", "娟", "霞", "秀英", "桂英", "雨桐",
            "欣怡", "梓涵", "诗涵", "佳怡", "晓燕", "美玲", "淑珍", "海燕", "思琪");
    private static final List<String> TRADE_NAMES = List.of("鹭岛", "筼筜", "闽海", "金尚", "嘉禾", "沧江", "蔡尖", "东渡", "五缘",
            "仙岳", "海天", "日月", "和顺", "恒昌", "瑞丰", "德馨", "启航", "同心");
    private static final List<String> TRADES = List.of("贸易", "餐饮管理", "物流", "文化传播", "电子科技", "酒店管理", "食品", "图书",
            "教育咨询", "机械", "水产", "建材");
    private static final List<String> HAICANG_STREETS = List.of("海沧街道沧湖东路", "新阳街道新光路", "嵩屿街道滨湖北路", "东孚街道凤山路");
    private static final List<String> HULI_STREETS = List.of("湖里街道华昌路", "殿前街道长浩路", "金山街道金湖路", "禾山街道枋湖北二路");
    private static final List<String> ELSEWHERE = List.of("陕西省汉中市城固县博望镇西环一路", "辽宁省鞍山市立山区深南路",
            "福建省漳州市龙海区石码街道紫崴路", "福建省泉州市安溪县凤城镇河滨路");

    private final Random random;

    SyntheticNames(Random random) {
        this.random = random;
    }

    String person(boolean male) {
        return any(SURNAMES) + any(male ? MALE : FEMALE);
    }

    String company() {
        return "厦门" + any(TRADE_NAMES) + any(TRADE_NAMES) + any(TRADES) + "有限公司（演示）";
    }

    String address(String district) {
        boolean huli = SyntheticRecords.HULI.equals(district);
        return "福建省厦门市" + (huli ? "湖里区" + any(HULI_STREETS) : "海沧区" + any(HAICANG_STREETS)) + houseNumber();
    }

    String addressElsewhere() {
        return any(ELSEWHERE) + houseNumber();
    }

    <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String houseNumber() {
        return (1 + random.nextInt(300)) + "号" + (1 + random.nextInt(30)) + "01室";
    }
}
