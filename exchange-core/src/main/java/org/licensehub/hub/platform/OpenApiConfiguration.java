package org.licensehub.hub.platform;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.OAuthFlow;
import io.swagger.v3.oas.models.security.OAuthFlows;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The head of the OpenAPI 3.1 document; paths and schemas come from the controllers. */
@Configuration
class OpenApiConfiguration {

    @Bean
    OpenAPI hubApi(HubProperties hub) {
        SecurityScheme clientCredentials = new SecurityScheme().type(SecurityScheme.Type.OAUTH2)
                .flows(new OAuthFlows().clientCredentials(new OAuthFlow().tokenUrl("/oauth2/token")));
        return new OpenAPI().info(new Info().title("LicenseHub · " + hub.name()).version("1")
                        .description("电子证照库与数据共享交换接口 / Electronic license library and data-sharing hub"))
                .components(new Components().addSecuritySchemes("clientCredentials", clientCredentials))
                .addSecurityItem(new SecurityRequirement().addList("clientCredentials"));
    }
}
