package org.licensehub.signing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The seals of one package in the order of their list, and which entries each of them must cover: all but the list, its
 * own description and value, and what later seals brought with them. Whether a value is good is not asked here.
 */
final class OfdSeals {

    /** One seal: where it stands in the list, what its description says, and the bytes of that description. */
    record Seal(OfdSignatureList.Item item, OfdSignature signature, byte[] description) {

        /** The entries this seal brought into the package. */
        Set<String> files() {
            Set<String> files = new HashSet<>(Set.of(item.path(), signature.signedValue()));
            if (signature.seal() != null) {
                files.add(signature.seal());
            }
            return files;
        }
    }

    private final Map<String, byte[]> entries;
    private final OfdDocument document;
    private final OfdSignatureList list;
    private final List<Seal> seals = new ArrayList<>();
    /** Of entries that a seal refers to: a hundred seals on a large file must not digest it a hundred times. */
    private final Map<String, byte[]> digests = new HashMap<>();

    private OfdSeals(OfdPackage contents, OfdDocument document) throws Refusal {
        this.entries = contents.entries();
        this.document = document;
        Refusal.when(document.signatures() == null || !entries.containsKey(document.signatures()), SealRule.NO_SIGNATURE);
        this.list = OfdSignatureList.read(entries.get(document.signatures()), OfdNames.folder(document.signatures()));
        Set<String> taken = new HashSet<>(Set.of(OfdDocument.TOP, document.root(), document.signatures()));
        for (OfdSignatureList.Item item : list.items()) {
            byte[] description = OfdDocument.entry(entries, item.path());
            Seal seal = new Seal(item, OfdSignature.read(description, OfdNames.folder(item.path())), description);
            for (String file : seal.files()) {
                // were a page, or the value of another seal, called a seal's own file, no seal would have to cover it
                Refusal.when(!taken.add(file), SealRule.SIGNATURE_LIST);
            }
            seals.add(seal);
        }
    }

    static OfdSeals read(OfdPackage contents, OfdDocument document) throws Refusal {
        return new OfdSeals(contents, document);
    }

    List<Seal> all() {
        return seals;
    }

    OfdSignatureList list() {
        return list;
    }

    /** Where all seals describe themselves. */
    Set<String> descriptions() {
        return list.items().stream().map(OfdSignatureList.Item::path).collect(Collectors.toSet());
    }

    /** Whether the list is byte for byte what this library writes, with the identifiers that stand under the seals. */
    boolean listAsWritten() {
        Seal last = seals.get(seals.size() - 1);
        boolean numbers = seals.stream().filter(seal -> seal.signature.provider().equals(OfdSignature.OWN))
                .allMatch(seal -> seal.item.id().equals(seal.signature.id()));
        return numbers && OfdSignatureList.id(list.largestId()).equals(last.item.id())
                && Arrays.equals(entries.get(document.signatures()), list.encoded());
    }

    /** The entries a seal refers to are as they were, it refers to all it must cover, and it shows on pages that exist. */
    void requireIntact(int index) throws Refusal {
        Seal seal = seals.get(index);
        for (Map.Entry<String, byte[]> reference : seal.signature.references().entrySet()) {
            byte[] content = OfdDocument.entry(entries, reference.getKey());
            byte[] digest = digests.computeIfAbsent(reference.getKey(), name -> Sm3.digest(content));
            Refusal.when(!Arrays.equals(digest, reference.getValue()), SealRule.DIGEST_MISMATCH);
        }
        Set<String> free = new HashSet<>(seal.files());
        free.add(document.signatures());
        seals.subList(index + 1, seals.size()).forEach(later -> free.addAll(later.files()));
        for (String name : entries.keySet()) {
            Refusal.when(!free.contains(name) && !seal.signature.references().containsKey(name), SealRule.UNLISTED_ENTRY);
        }
        Refusal.when(!document.pages().containsAll(seal.signature.pages()), SealRule.STAMP_PLACE);
    }

    /** The value of a seal, which holds the seal that is kept beside it. */
    SesSignature value(int index) throws Refusal {
        OfdSignature signature = seals.get(index).signature;
        try {
            SesSignature value = SesSignature.parse(OfdDocument.entry(entries, signature.signedValue()));
            boolean same = signature.seal() == null
                    || Arrays.equals(OfdDocument.entry(entries, signature.seal()), value.seal().encoded());
            Refusal.when(!same, SealRule.SEAL_FILE_DIFFERS);
            return value;
        } catch (IllegalArgumentException malformed) {
            throw new Refusal(SealRule.SES_MALFORMED);
        }
    }
}
