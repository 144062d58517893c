package org.licensehub.hub.issuing.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.licensehub.hub.issuing.face.FaceFont;
import org.licensehub.hub.platform.HubProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class FaceFontsTest {

    private static FaceFont started(Map<String, String> settings) {
        HubProperties hub = new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("licensehub", HubProperties.class);
        return new FaceFonts().faceFont(hub);
    }

    @Test
    void aHubWithoutAdditionalFontsDrawsWithTheFaceFont() {
        assertThat(started(Map.of())).isSameAs(FaceFont.shared());
    }

    @Test
    void aHubWhoseFontIsMissingDoesNotStartAndSaysWhichFileItIs() {
        assertThatThrownBy(() -> started(Map.of("licensehub.faces.additional-fonts[0]", "fonts/missing.ttf")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("missing.ttf").hasMessageContaining("文件不存在");
    }
}
