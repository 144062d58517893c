package org.licensehub.hub.issuing.internal;

import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.licensehub.hub.issuing.LicenseCopies;
import org.licensehub.hub.issuing.face.CopyNote;
import org.licensehub.hub.issuing.face.FaceModel;
import org.licensehub.hub.issuing.face.MissingGlyphException;
import org.licensehub.hub.platform.HubProperties;
import org.licensehub.hub.platform.ProblemException;
import org.licensehub.hub.platform.ProblemType;
import org.licensehub.hub.seals.LicenseSeals;
import org.licensehub.signing.Sm3;
import org.licensehub.store.catalogue.LicenseType;
import org.licensehub.store.catalogue.LicenseTypeCatalogue;
import org.licensehub.store.file.FileFormat;
import org.licensehub.store.model.License;
import org.licensehub.store.model.LicenseContents;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Copies under the seal of the body that runs the hub: it stands for the copy, whoever issued the license. */
@Service
class SealedLicenseCopies implements LicenseCopies {

    private static final int PLACES = 4;

    private final JdbcTemplate jdbc;
    private final LicenseTypeCatalogue types;
    private final LicenseContents contents;
    private final FaceComposer composer;
    private final LicenseFiles faces;
    private final LicenseSeals seals;
    private final TransactionTemplate transaction;
    private final HubProperties hub;
    private final Clock clock;
    private final Semaphore places = new Semaphore(PLACES);

    SealedLicenseCopies(JdbcTemplate jdbc, LicenseTypeCatalogue types, LicenseContents contents, FaceComposer composer, LicenseFiles faces,
            LicenseSeals seals, TransactionTemplate transaction, HubProperties hub, Clock clock) {
        this.jdbc = jdbc;
        this.types = types;
        this.contents = contents;
        this.composer = composer;
        this.faces = faces;
        this.seals = seals;
        this.transaction = transaction;
        this.hub = hub;
        this.clock = clock;
    }

    @Override
    public Copy make(License license, CopyNote note, FileFormat format, String orderedBy) {
        LicenseFiles.Face face = draw(license, note, format);
        if (!places.tryAcquire()) {
            throw new ProblemException(ProblemType.TOO_MANY_REQUESTS, "正在制作的加注件较多，请稍后再试 / Many copies are being made; try again in a moment");
        }
        try {
            return sealed(face, license, note, orderedBy);
        } catch (UncheckedIOException e) {
            throw new ProblemException(ProblemType.STORE_UNAVAILABLE, "时间戳暂不可用，请稍后再试 / No time-stamp can be had now; try again later", e);
        } finally {
            places.release();
        }
    }

    /** A seal may ask for a time-stamp elsewhere while it holds a connection: never for more than a few copies at a time. */
    private Copy sealed(LicenseFiles.Face face, License license, CopyNote note, String orderedBy) {
        return transaction.execute(status -> {
            if (!(seals.choose(hub.name(), null) instanceof LicenseSeals.InUse seal)) {
                throw new ProblemException(ProblemType.NO_SEAL, "本库没有可用的电子证照专用章，请先申领 / This hub has no seal of its own in use; apply for one under its name "
                        + hub.name());
            }
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            byte[] copy = face.seal(seal, hub.region(), hub.name(), now);
            String digest = HexFormat.of().formatHex(Sm3.digest(copy));
            seals.recordUse(seal, digest, license.id(), orderedBy, now);
            jdbc.update("insert into annotated_copy (digest, license_id, caller, made_at, expires_at) values (?, ?, ?, ?, ?)", digest, license.id(),
                    orderedBy, Timestamp.from(now), Timestamp.from(note.expires()));
            return new Copy(copy, digest);
        });
    }

    private LicenseFiles.Face draw(License license, CopyNote note, FileFormat format) {
        LicenseType type = types.find(license.typeCode(), license.typeVersion()).orElseThrow(
                () -> new ProblemException(ProblemType.NOT_FOUND, "本库的目录中没有该证照类型版本 / This version of the license type is not in the catalogue here"));
        Map<String, String> fields = contents.fieldsOf(license);
        FaceModel model = composer.compose(type, license, license.identifier(), fields);
        try {
            return faces.drawCopy(model, note, format == null ? type.fileFormat() : format);
        } catch (MissingGlyphException e) {
            throw ProblemException.invalid("elements", "not_drawable", "加注内容含有字库中没有的字符", "the note holds a character without a glyph");
        }
    }

    @Override
    public Optional<Made> find(String digest) {
        return jdbc.query("select license_id, expires_at from annotated_copy where digest = ?", (row, number) ->
                new Made(row.getObject("license_id", UUID.class), row.getTimestamp("expires_at").toInstant()), digest).stream().findFirst();
    }
}
