package org.licensehub.hub.national.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.licensehub.signing.Sm2Encryption;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** What is registered of callers for the national interface. Read for each call, so that a change counts from the next one on. */
@Repository
class ShareTermsRegister {

    private final JdbcTemplate jdbc;

    ShareTermsRegister(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    ShareTerms of(String clientId) {
        return jdbc.query("select * from national_terms where client_id = ?", ShareTermsRegister::terms, clientId).stream().findFirst()
                .orElse(ShareTerms.NONE);
    }

    void replace(String clientId, ShareTerms terms) {
        ShareTerms.Encryption encryption = terms.encryption();
        jdbc.update("""
                insert into national_terms (client_id, operator, service_item, case_number, public_key, cipher_order, encrypted_part)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (client_id) do update set operator = excluded.operator, service_item = excluded.service_item,
                    case_number = excluded.case_number, public_key = excluded.public_key, cipher_order = excluded.cipher_order,
                    encrypted_part = excluded.encrypted_part""", clientId, terms.operator(), terms.serviceItem(), terms.caseNumber(),
                encryption == null ? null : encryption.publicKey(), encryption == null ? null : encryption.order().name(),
                encryption == null ? null : encryption.part().name());
    }

    private static ShareTerms terms(ResultSet row, int number) throws SQLException {
        String key = row.getString("public_key");
        ShareTerms.Encryption encryption = key == null ? null : new ShareTerms.Encryption(key,
                Sm2Encryption.Order.valueOf(row.getString("cipher_order")), ShareTerms.Part.valueOf(row.getString("encrypted_part")));
        return new ShareTerms(row.getString("operator"), row.getString("service_item"), row.getString("case_number"), encryption);
    }
}
