package org.licensehub.store.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class ServiceItemCatalogueTest {

    @Test
    void theThirtyItemsOfTheFirstBatchHaveLocalCodes() {
        ServiceItemCatalogue items = ServiceItemCatalogue.load();
        assertThat(items.all()).hasSize(30).allSatisfy(item -> {
            assertThat(item.codeIsOurs()).isTrue();
            assertThat(item.code()).matches("LOCAL-610722-[0-9]{3}");
            assertThat(items.find(item.code())).contains(item);
        });
        assertThat(items.find("LOCAL-610722-008")).contains(
                new ServiceItem("LOCAL-610722-008", "结婚、离婚登记，补领婚姻登记证", "民政局", "即办件", true));
        assertThat(items.find("LOCAL-610722-031")).isEmpty();
    }

    @Test
    void officialCodesAreTakenAsTheyAre() throws IOException {
        ServiceItemCatalogue items = ServiceItemCatalogue.read(new StringReader(
                "code,department,handling,item\n350205000001,市场监管局,承诺件,食品经营许可\n"));
        assertThat(items.all()).singleElement().satisfies(item -> assertThat(item.codeIsOurs()).isFalse());
    }

    @Test
    void repeatedCodeIsRefused() {
        assertThatThrownBy(() -> ServiceItemCatalogue.read(new StringReader(
                "code,department,handling,item\nA,a,a,a\nA,b,b,b\n,c,c,c\n")))
                .isInstanceOfSatisfying(CatalogueException.class,
                        refusal -> assertThat(refusal.problems()).hasSize(2));
    }
}
