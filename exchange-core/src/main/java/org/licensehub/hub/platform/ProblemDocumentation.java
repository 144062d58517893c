package org.licensehub.hub.platform;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.List;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the OpenAPI document says of all operations alike: what every refusal looks like. */
@Configuration
class ProblemDocumentation {

    private static final String PROBLEM = "Problem";

    @Bean
    OpenApiCustomizer problemResponses() {
        return document -> {
            document.getComponents().addSchemas(PROBLEM, problem());
            document.getPaths().values().forEach(path -> path.readOperations().forEach(ProblemDocumentation::addProblems));
        };
    }

    private static void addProblems(Operation operation) {
        operation.getResponses().addApiResponse("4XX", problemResponse("拒绝的原因及应如何更正 / Why it was refused and what would be right"));
        operation.getResponses().addApiResponse("502", problemResponse("上级库不可用 / The neighbour hub does not answer"));
        operation.getResponses().addApiResponse("503", problemResponse("暂不可用，请稍后重试 / Not available now; nothing was done; try again"));
    }

    private static ApiResponse problemResponse(String description) {
        Schema<?> reference = new Schema<>().$ref("#/components/schemas/" + PROBLEM);
        return new ApiResponse().description(description).content(new Content().addMediaType("application/problem+json", new MediaType().schema(reference)));
    }

    private static Schema<?> problem() {
        Schema<?> fault = object().addProperty("field", text("字段 / the field at fault")).addProperty("code", text("稳定的代码 / stable code"))
                .addProperty("messageZh", text(null)).addProperty("messageEn", text(null));
        fault.setRequired(List.of("field", "code", "messageZh", "messageEn"));
        Schema<?> faults = new JsonSchema().types(Set.of("array"));
        faults.setItems(fault);
        Schema<?> status = new JsonSchema().types(Set.of("integer"));
        Schema<?> problem = object().addProperty("type", text("稳定的 URN，标明问题种类 / stable URN of the kind of problem")).addProperty("title", text(null))
                .addProperty("status", status).addProperty("detail", text(null)).addProperty("instance", text(null)).addProperty("errors", faults);
        problem.setRequired(List.of("type", "title", "status", "detail"));
        problem.setDescription("RFC 9457");
        return problem;
    }

    private static Schema<?> object() {
        return new JsonSchema().types(Set.of("object"));
    }

    private static Schema<?> text(String description) {
        return new JsonSchema().types(Set.of("string")).description(description);
    }
}
