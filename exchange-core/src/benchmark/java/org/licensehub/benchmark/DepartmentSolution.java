package org.licensehub.benchmark;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.data.jpa.JpaRepositoriesAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.autoconfigure.web.embedded.EmbeddedWebServerFactoryCustomizerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * R2: what a department would build: Spring Boot, Spring Data JPA, PostgreSQL, a check of a JWT, and one row of audit for each
 * request. R3 is the same without the row. Numbers and contents lie there in clear; there are no grants, no masks, no receipts.
 */
@SpringBootConfiguration
@AutoConfigurationPackage
@Import(DepartmentLookups.class)
@ImportAutoConfiguration({EmbeddedWebServerFactoryCustomizerAutoConfiguration.class, ServletWebServerFactoryAutoConfiguration.class, DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class, JacksonAutoConfiguration.class, DataSourceAutoConfiguration.class, HibernateJpaAutoConfiguration.class,
        JpaRepositoriesAutoConfiguration.class, TransactionAutoConfiguration.class, SecurityAutoConfiguration.class, SecurityFilterAutoConfiguration.class})
class DepartmentSolution {

    public static void main(String[] arguments) {
        SpringApplication.run(DepartmentSolution.class, arguments);
    }

    @Bean
    JwtDecoder decoder(@Value("${benchmark.jwt-key}") String key) {
        return NimbusJwtDecoder.withSecretKey(new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), "HmacSHA256")).macAlgorithm(MacAlgorithm.HS256).build();
    }

    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable).sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults())).authorizeHttpRequests(requests -> requests.anyRequest().authenticated()).build();
    }
}

/** A license with everything in clear. */
@Entity
@Table(name = "plain_license")
class PlainLicense {
    @Id
    long id;
    String holderCode;
    String identifier;
    String typeCode;
    String state;
    String content;
}

/** Who asked for whom. */
@Entity
@Table(name = "plain_audit")
class PlainAudit {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;
    Instant at;
    String caller;
    String holderCode;
    String purpose;
    int found;
}

interface PlainLicenses extends JpaRepository<PlainLicense, Long> {
    List<PlainLicense> findByHolderCode(String holderCode);
}

interface PlainAudits extends JpaRepository<PlainAudit, Long> {
}

@RestController
class DepartmentLookups {

    private final PlainLicenses licenses;
    private final PlainAudits audits;
    private final boolean audited;

    DepartmentLookups(PlainLicenses licenses, PlainAudits audits, @Value("${benchmark.audited}") boolean audited) {
        this.licenses = licenses;
        this.audits = audits;
        this.audited = audited;
    }

    record Question(String holderCode, Map<String, String> elements) {
    }

    record Found(String identifier, String licenseType, String state, String content) {
    }

    @PostMapping("/api/v1/lookups")
    @Transactional
    List<Found> answer(@RequestBody Question question, Authentication caller) {
        List<Found> found = licenses.findByHolderCode(question.holderCode()).stream()
                .map(license -> new Found(license.identifier, license.typeCode, license.state, license.content)).toList();
        if (audited) {
            PlainAudit row = new PlainAudit();
            row.at = Instant.now();
            row.caller = caller.getName();
            row.holderCode = question.holderCode();
            row.purpose = question.elements().get("purpose");
            row.found = found.size();
            audits.save(row);
        }
        return found;
    }
}
