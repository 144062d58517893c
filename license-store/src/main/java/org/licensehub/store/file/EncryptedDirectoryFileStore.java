package org.licensehub.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.licensehub.store.protection.PersonalData;

/**
 * A directory tree {@code ab/cd/<digest>}; bodies are SM4-GCM ciphertext. Safe to share between nodes on one file system.
 *
 * <p>A ciphertext is bound to its digest, which is computed before anything is encrypted. So what opens under a digest is
 * what was put under it, and need not be digested once more: that would take as long as decrypting it.
 */
public final class EncryptedDirectoryFileStore implements FileStore {

    private static final String PURPOSE = "file ";

    private final Path root;
    private final PersonalData protection;

    public EncryptedDirectoryFileStore(Path root, PersonalData protection) throws IOException {
        this.root = Files.createDirectories(root);
        this.protection = protection;
    }

    @Override
    public String put(byte[] bytes) throws IOException {
        String digest = digestOf(bytes);
        keep(bytes, digest);
        return digest;
    }

    @Override
    public boolean putIfDigest(byte[] bytes, String digest) throws IOException {
        boolean same = digestOf(bytes).equals(digest);
        if (same) {
            keep(bytes, digest);
        }
        return same;
    }

    private void keep(byte[] bytes, String digest) throws IOException {
        Path file = fileOf(digest);
        if (Files.exists(file)) {
            return;
        }
        Files.createDirectories(file.getParent());
        Path fresh = Files.createTempFile(file.getParent(), "new", ".tmp");
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            ByteBuffer sealed = ByteBuffer.wrap(protection.seal(PURPOSE + digest, bytes));
            while (sealed.hasRemaining()) {
                channel.write(sealed);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        // the new name, too, must survive a power cut
        for (Path folder = file.getParent(); folder.startsWith(root); folder = folder.getParent()) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public Optional<byte[]> get(String digest) throws IOException {
        Path file = fileOf(digest);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(protection.open(PURPOSE + digest, Files.readAllBytes(file)));
        } catch (PersonalData.UnreadableException e) {
            throw new IOException("The stored file does not open, or is another one than its name says: " + digest, e);
        }
    }

    private Path fileOf(String digest) {
        if (!digest.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("A file digest is 64 hexadecimal digits");
        }
        return root.resolve(digest.substring(0, 2)).resolve(digest.substring(2, 4)).resolve(digest);
    }

    private static String digestOf(byte[] bytes) {
        SM3Digest sm3 = new SM3Digest();
        sm3.update(bytes, 0, bytes.length);
        byte[] out = new byte[sm3.getDigestSize()];
        sm3.doFinal(out, 0);
        return HexFormat.of().formatHex(out);
    }
}
