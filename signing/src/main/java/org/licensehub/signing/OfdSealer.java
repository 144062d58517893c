package org.licensehub.signing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilder;

/**
 * Seals OFD files (GB/T 33190-2016) with an electronic seal of GB/T 38540-2020.
 *
 * <p>A seal covers every entry of the package but three: its own description (the value covers that one), its own value,
 * and the list of signatures. The list stays uncovered so that other agencies can add their seals (continued signing):
 * a further seal changes the list and nothing else that an earlier one covers, and covers the earlier ones with all
 * their files. The price is that the last seals can be taken off again together with their places in the list, which
 * leaves the valid file that existed before them; how many seals a document needs is for its reader to know. To leave
 * no play in what is not covered, the list and the archive have one form each, which the verifier asks for.
 *
 * <p>Safe for use by many threads.
 */
public final class OfdSealer {

    private final SesSeal seal;
    private final SealingKey key;
    private final SesSignature.TimeStamper stamper;
    /** The file of the seal is the same in every package: compressed and digested once. */
    private final OfdPackage.Packed sealFile;
    private final byte[] sealDigest;

    /**
     * Seals with this seal.
     *
     * @param key one whose certificate the seal lists
     * @param stamper gives a time-stamp for each seal; null for none
     */
    public OfdSealer(SesSeal seal, SealingKey key, SesSignature.TimeStamper stamper) {
        this.seal = seal;
        this.key = key;
        this.stamper = stamper;
        byte[] encoded = seal.encoded();
        this.sealFile = OfdPackage.Packed.of(encoded);
        this.sealDigest = Sm3.digest(encoded);
    }

    /**
     * Seals a file, or adds a seal to a sealed one.
     *
     * @param ofd a package of one document without external references, document types or actions; seals on it must be
     *            intact, but whether they are good is not asked
     * @return the sealed package
     * @throws IllegalArgumentException if the file cannot be sealed; the message says why and quotes nothing of it
     */
    public byte[] seal(byte[] ofd, OfdSealRequest request) {
        try {
            OfdPackage contents = OfdReader.read(ofd).contents();
            DocumentBuilder builder = OfdXml.builder();
            OfdDocument document = OfdDocument.read(contents, builder);
            Refusal.when(request.page() >= document.pages().size(), SealRule.STAMP_PLACE);
            return add(new OfdPackage(contents), document, builder, request);
        } catch (Refusal refusal) {
            SealFinding reason = refusal.rule().refusal();
            throw new IllegalArgumentException("不能签章：" + reason.messageZh() + " / cannot be sealed: " + reason.messageEn());
        } catch (StackOverflowError nested) {
            throw new IllegalArgumentException("不能签章：文件结构损坏 / cannot be sealed: the structure of the file is broken");
        }
    }

    private byte[] add(OfdPackage contents, OfdDocument document, DocumentBuilder builder, OfdSealRequest request) throws Refusal {
        String listPath = document.signatures() == null ? document.usualSignatures() : document.signatures();
        OfdSignatureList list = earlier(contents, document, listPath);
        if (document.signatures() == null) {
            contents.put(OfdDocument.TOP, OfdDocument.naming(contents.entries().get(OfdDocument.TOP), listPath));
            Refusal.when(!listPath.equals(OfdDocument.read(contents, builder).signatures()), SealRule.UNREADABLE);
        }
        int number = list.largestId() + 1;
        String folder = OfdNames.folder(listPath) + "/Sign_" + number;
        String descriptionPath = folder + "/Signature.xml";
        OfdSignatureList.Item item = new OfdSignatureList.Item(OfdSignatureList.id(number), descriptionPath);
        Refusal.when(contents.entries().keySet().stream().anyMatch(name -> name.startsWith(folder + "/")), SealRule.SIGNATURE_LIST);

        Map<String, byte[]> references = new LinkedHashMap<>();
        contents.entries().forEach((name, content) -> {
            if (!name.equals(listPath)) {
                references.put(name, Sm3.digest(content));
            }
        });
        references.put(folder + "/Seal.esl", sealDigest);
        contents.put(folder + "/Seal.esl", sealFile);
        OfdSignature signature = new OfdSignature(item.id(), OfdSignature.OWN, references,
                List.of(document.pages().get(request.page())), folder + "/SignedValue.dat", folder + "/Seal.esl");
        byte[] description = OfdSignature.encode(signature, seal.info().picture(), request.x(), request.y(), request.signingTime());
        byte[] value = SesSignature.make(seal, key, Sm3.digest(description), "/" + descriptionPath, request.signingTime(), stamper).encoded();
        return contents.put(descriptionPath, description).put(signature.signedValue(), value).put(listPath, list.with(item).encoded()).bytes();
    }

    /** The list of a file that is sealed already, found intact, or an empty one. */
    private static OfdSignatureList earlier(OfdPackage contents, OfdDocument document, String listPath) throws Refusal {
        if (!contents.entries().containsKey(listPath)) {
            OfdContent.check(contents, Set.of());
            return new OfdSignatureList(0, List.of());
        }
        OfdSeals seals = OfdSeals.read(contents, document);
        OfdContent.check(contents, seals.descriptions());
        for (int i = 0; i < seals.all().size(); i++) {
            seals.value(i);
            seals.requireIntact(i);
            // a seal that covers the list wants to be the last one
            Refusal.when(seals.all().get(i).signature().references().containsKey(listPath), SealRule.SIGNATURE_LIST);
        }
        return seals.list();
    }
}
