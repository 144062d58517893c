package org.licensehub.hub.issuing.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** The file tells machines what the face tells people, and keeps numbers of people out of what is read without opening it. */
class FaceMetadataTest {

    private static final String NUMBER_OF_A_PERSON = "11010519491231002X";
    private static final FaceModel MODEL = Faces.proof().with(List.of(
            new FaceElement("certificate_type_name", "社会保险缴费证明", true),
            new FaceElement("certificate_issuing_authority_name", "甲&乙<局>", true),
            new FaceElement("certificate_holder_name", "阿不都热西提·买买提", false),
            new FaceElement("certificate_holder_code", NUMBER_OF_A_PERSON, false),
            new FaceElement("KZ_BZ", "一行\n又一行", false)));

    static JsonNode attached(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDEmbeddedFilesNameTreeNode files = document.getDocumentCatalog().getNames().getEmbeddedFiles();
            PDComplexFileSpecification file = files.getNames().get("license.json");
            assertThat(files.getNames()).hasSize(1);
            assertThat(document.getDocumentCatalog().getCOSObject().getCOSArray(COSName.AF).getObject(0)).isSameAs(file.getCOSObject());
            assertThat(file.getEmbeddedFile().getSubtype()).isEqualTo("application/json");
            byte[] data = file.getEmbeddedFile().toByteArray();
            assertThat(file.getEmbeddedFile().getSize()).isEqualTo(data.length);
            return new ObjectMapper().readTree(data);
        }
    }

    static Element description(byte[] pdf) throws Exception {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder().parse(new ByteArrayInputStream(document.getDocumentCatalog().getMetadata().toByteArray())).getDocumentElement();
        }
    }

    @Test
    void theAttachedFileHasEveryElementInOrder() throws IOException {
        JsonNode data = attached(new FaceRenderer().render(MODEL).pdf());

        assertThat(data.get("standard").asText()).isEqualTo("GB/T 36903-2018");
        assertThat(data.get("elements").fieldNames()).toIterable().containsExactly("certificate_type_name", "certificate_issuing_authority_name",
                "certificate_holder_name", "certificate_holder_code", "KZ_BZ");
        assertThat(data.get("elements").get("certificate_holder_name").asText()).isEqualTo("阿不都热西提·买买提");
        assertThat(data.get("elements").get("KZ_BZ").asText()).isEqualTo("一行\n又一行");
    }

    @Test
    void theDescriptionOfTheFileHasTheOpenElementsOnly() throws Exception {
        Element xmp = description(new FaceRenderer().render(MODEL).pdf());

        assertThat(xmp.getElementsByTagNameNS("http://purl.org/dc/elements/1.1/", "identifier").item(0).getTextContent()).isEqualTo(Faces.IDENTIFIER);
        assertThat(xmp.getElementsByTagNameNS("urn:x-licensehub:gbt36903:", "certificate_issuing_authority_name").item(0).getTextContent()).isEqualTo("甲&乙<局>");
        assertThat(xmp.getElementsByTagNameNS("urn:x-licensehub:gbt36903:", "*").getLength()).isEqualTo(2);
    }

    @Test
    void theNumberOfAPersonIsNowhereToBeReadWithoutUnpacking() throws Exception {
        SealedFaces seals = new SealedFaces();
        byte[] sealed = seals.sealed(new FaceRenderer().render(MODEL), "厦门市海沧区行政审批局");
        String bytes = new String(sealed, StandardCharsets.ISO_8859_1);

        assertThat(seals.judgePdf(sealed).valid()).isTrue();
        assertThat(bytes).contains("certificate_type_name").doesNotContain(NUMBER_OF_A_PERSON)
                .doesNotContain(new String("买买提".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        assertThat(attached(sealed).get("elements").get("certificate_holder_code").asText()).isEqualTo(NUMBER_OF_A_PERSON);
    }

    @Test
    void aFaceWithoutElementsHasADescriptionAndNoAttachedFile() throws Exception {
        byte[] pdf = new FaceRenderer().render(Faces.proof()).pdf();

        assertThat(description(pdf).getTextContent()).contains(Faces.IDENTIFIER);
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getDocumentCatalog().getNames()).isNull();
        }
    }

    @Test
    void theOfdFaceCarriesTheSameElements() throws IOException {
        String top = SealedFaces.text(OfdFaceTest.entries(new OfdFaceRenderer().render(MODEL).ofd()).get("OFD.xml"));

        MODEL.elements().forEach(element -> assertThat(top).contains("<ofd:CustomData Name=\"" + element.name() + "\">"));
    }

    @Test
    void theSameModelGivesTheSameBytesAndOtherMetadataOtherOnes() {
        assertThat(new FaceRenderer().render(MODEL).pdf()).isEqualTo(new FaceRenderer().render(MODEL).pdf())
                .isNotEqualTo(new FaceRenderer().render(Faces.proof()).pdf());
    }

    @Test
    void whatIsNoElementIsRefused() {
        assertThatThrownBy(() -> new FaceElement("a b", "x", true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FaceElement("zz:a", "x", true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FaceElement("a", "", true)).isInstanceOf(IllegalArgumentException.class);
        assertThat(MODEL.elements().get(3).toString()).doesNotContain(NUMBER_OF_A_PERSON);
    }
}
