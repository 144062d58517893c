package org.licensehub.benchmark;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.web.embedded.EmbeddedWebServerFactoryCustomizerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** R1: Spring MVC answers an object of 600 bytes by Jackson; it reads the question and asks nobody anything. */
@SpringBootConfiguration
@ImportAutoConfiguration({EmbeddedWebServerFactoryCustomizerAutoConfiguration.class, ServletWebServerFactoryAutoConfiguration.class, DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class, JacksonAutoConfiguration.class})
@RestController
class PlainEndpoint {

    private static final int FIELDS = 12;
    private final Map<String, String> license = new TreeMap<>();

    PlainEndpoint() {
        for (int i = 0; i < FIELDS; i++) {
            license.put("certificate_field_%02d".formatted(i), "值".repeat(8));
        }
    }

    public static void main(String[] arguments) {
        SpringApplication.run(PlainEndpoint.class, arguments);
    }

    @PostMapping("/api/v1/lookups")
    Map<String, String> answer(@RequestBody Map<String, Object> question) {
        return license;
    }
}
