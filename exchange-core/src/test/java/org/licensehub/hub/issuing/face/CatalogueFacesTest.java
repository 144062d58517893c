package org.licensehub.hub.issuing.face;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.licensehub.store.catalogue.JsonLicenseTypeCatalogue;

class CatalogueFacesTest {

    @Test
    void everyLicenseTypeNamesAFaceTemplateThatExists() {
        assertThat(JsonLicenseTypeCatalogue.load().all()).allSatisfy(type ->
                assertThat(FaceTemplate.read(type.faceTemplate())).as(type.slug()).isPresent());
    }
}
