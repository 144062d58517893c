package org.licensehub.store.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LicenseTypeCatalogueTest {

    private static final String BUSINESS_LICENSE = "11350000DEM000030A001";
    private static final Path FILES = Path.of("src/main/resources/catalogue/license-types");

    private final LicenseTypeCatalogue catalogue = JsonLicenseTypeCatalogue.load();

    @TempDir
    Path directory;

    @Test
    void theTwelveTypesAreThere() {
        assertThat(catalogue.all()).extracting(LicenseType::name).containsExactlyInAnyOrder("营业执照", "居住证", "社保缴交证明",
                "就业创业证", "纳税证明", "不动产权证", "结婚证", "食品经营许可证", "公共场所卫生许可证", "出版物经营许可证", "道路运输从业资格证",
                "民办学校办学许可证");
    }

    @Test
    void everyTypeHasTheCommonFieldsAndSixToTwelveOfItsOwn() {
        assertThat(catalogue.all()).allSatisfy(type -> {
            assertThat(type.fields().stream().filter(field -> field.name().startsWith("KZ_")).count())
                    .isBetween(6L, 12L);
            for (CommonField common : CommonField.values()) {
                assertThat(type.field(common.fieldName())).isPresent();
            }
        });
    }

    @Test
    void onlyTheRealEstateCertificateHasAVerifiedCode() {
        assertThat(catalogue.all()).filteredOn(type -> !type.codeIsOurs()).extracting(type -> type.code().value())
                .containsExactly("11100000MB03271699001");
    }

    @Test
    void realEstateIsIssuedByTheCityAndSocialInsuranceByTheProvince() {
        assertThat(catalogue.all()).allSatisfy(type -> assertThat(type.issuingLevels()).containsExactly(
                switch (type.name()) {
                    case "不动产权证" -> AuthorityLevel.CITY;
                    case "社保缴交证明" -> AuthorityLevel.PROVINCE;
                    default -> AuthorityLevel.DISTRICT;
                }));
    }

    @Test
    void typesWhoseNumberCanBeAnIdNumberAreMarked() {
        assertThat(catalogue.all()).filteredOn(LicenseType::numberMayHoldPersonalNumber).extracting(LicenseType::name)
                .containsExactlyInAnyOrder("就业创业证", "道路运输从业资格证");
    }

    @Test
    void sevenTypesAreApprovedAutomatically() {
        assertThat(catalogue.all()).filteredOn(LicenseType::automaticApproval).extracting(LicenseType::name)
                .containsExactlyInAnyOrder("社保缴交证明", "纳税证明", "营业执照", "居住证", "就业创业证", "不动产权证", "道路运输从业资格证");
    }

    @Test
    void indexListsExactlyTheDeliveredFiles() throws IOException {
        String index = Files.readString(FILES.resolve("index.json"));
        try (Stream<Path> listing = Files.list(FILES)) {
            List<String> names = listing.map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals("index.json")).sorted().toList();
            assertThat(names).hasSize(12).allSatisfy(name -> assertThat(index).contains('"' + name + '"'));
        }
    }

    @Test
    void unknownCodeOrVersionIsNotFound() {
        assertThat(catalogue.find("11350000DEM000030A999")).isEmpty();
        assertThat(catalogue.find(BUSINESS_LICENSE, 2)).isEmpty();
        assertThat(catalogue.find(BUSINESS_LICENSE, 1)).isPresent();
    }

    @Test
    void newerVersionOfTheOperatorIsTheOneFoundAndTheOldOneStays() throws IOException {
        variant("business-license.v2.json", text -> text.replace("\"version\": 1", "\"version\": 2"));
        LicenseTypeCatalogue extended = JsonLicenseTypeCatalogue.load(directory);
        assertThat(extended.find(BUSINESS_LICENSE)).map(LicenseType::version).contains(2);
        assertThat(extended.find(BUSINESS_LICENSE, 1)).isPresent();
        assertThat(extended.all()).hasSize(12);
    }

    @Test
    void fileThatRepeatsAVersionIsRefused() throws IOException {
        variant("business-license.v1.json", UnaryOperator.identity());
        assertThatThrownBy(() -> JsonLicenseTypeCatalogue.load(directory)).isInstanceOf(CatalogueException.class)
                .hasMessageContaining("exists already");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "DEM000030A001\"| DEM000030A777\"| keeps its code",
        "\"code\": \"11350000DEM000030A001\"| \"code\": \"11350000DEM000031A001\"| LicenseTypeCode",
        "\"code\": \"11350000DEM000030A001\"| \"code\": \"11100000MB03271699001\"| defining authority",
        "\"holderCodeTypes\": [\"001\"]| \"holderCodeTypes\": [\"111\"]| do not fit holderCategory",
        "\"holderCodeTypes\": [\"001\"]| \"holderCodeTypes\": [\"777\"]| does not exist",
        "\"holderCategory\": \"ORGANISATION\"| \"holderCategory\": \"MIXED\"| do not fit holderCategory",
        "\"holderCodeTypes\": [\"001\"]| \"holderCodeTypes\": [\"001\",\"111\"]| must be personal with mask NUMBER",
        "\"numberMayHoldPersonalNumber\": false| \"numberMayHoldPersonalNumber\": true| must be personal with mask NUMBER",
        "\"maxHolders\": 1| \"maxHolders\": 0| maxHolders",
        "\"maxHolders\": 1,| \"maxHolders\": null,| Cannot map",
        "\"maxHolders\": 1,| ''| maxHolders",
        "\"maxHolders\": 1,| \"maxHolders\": 1, \"maxHolders\": 2,| Duplicate field",
        "\"maxHolders\": 1,| \"maxHolders\": 1, \"colour\": 2,| colour",
        "\"catalogType\": \"证照\"| \"catalogType\": \"纸\"| catalogType",
        "\"validityRanges\": [\"长期\"| \"validityRanges\": [\"永远\"| validityRanges",
        "\"issuingLevels\": [\"DISTRICT\"]| \"issuingLevels\": []| issuingLevels",
        "\"slug\": \"business-license\"| \"slug\": \"Business\"| slug",
        "\"name\": \"KZ_LX\"| \"name\": \"KZ_ZS\"| defined twice",
        "\"name\": \"KZ_LX\"| \"name\": \"KZ_1\"| letters and underscores",
        "\"name\": \"certificate_area_code\"| \"name\": \"area\"| is absent",
        "\"kind\": \"TEXT\", \"required\": true, \"maxLength\": 128| \"kind\": \"TEXT\", \"required\": false, \"maxLength\": 128| must be required",
        "\"kind\": \"TEXT\", \"required\": true, \"maxLength\": 128| \"kind\": \"CODE\", \"required\": true, \"maxLength\": 128| exactly when it is a CODE",
        "\"maxLength\": 2000| \"maxLength\": 4001| maxLength",
        "\"maxLength\": 2000, \"sensitivity\": \"PUBLIC\"| \"maxLength\": 2000, \"sensitivity\": \"PERSONAL\"| has no mask"})
    void inconsistentFileIsRefusedWithItsReason(String original, String changed, String reason) throws IOException {
        variant("business-license.v2.json", text -> {
            assertThat(text).contains(original);
            return text.replace("\"version\": 1", "\"version\": 2").replace(original, changed);
        });
        assertThatThrownBy(() -> JsonLicenseTypeCatalogue.load(directory))
                .isInstanceOfSatisfying(CatalogueException.class, refusal -> assertThat(refusal.problems())
                        .anySatisfy(problem -> assertThat(problem).contains("business-license.v2.json", reason)));
    }

    @Test
    void fileNamedOtherwiseThanItsContentIsRefused() throws IOException {
        variant("license.v2.json", text -> text.replace("\"version\": 1", "\"version\": 2"));
        assertThatThrownBy(() -> JsonLicenseTypeCatalogue.load(directory)).isInstanceOf(CatalogueException.class)
                .hasMessageContaining("file name");
    }

    @Test
    void brokenFileIsRefusedAndNamed() throws IOException {
        Files.writeString(directory.resolve("broken.v1.json"), "{\"code\": ");
        assertThatThrownBy(() -> JsonLicenseTypeCatalogue.load(directory)).isInstanceOf(CatalogueException.class)
                .hasMessageContaining("broken.v1.json");
    }

    private void variant(String name, UnaryOperator<String> change) throws IOException {
        String text = Files.readString(FILES.resolve("business-license.v1.json"));
        Files.write(directory.resolve(name), change.apply(text).getBytes(StandardCharsets.UTF_8));
    }
}
