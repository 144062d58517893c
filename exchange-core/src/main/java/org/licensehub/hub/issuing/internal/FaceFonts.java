package org.licensehub.hub.issuing.internal;

import org.licensehub.hub.issuing.face.FaceFont;
import org.licensehub.hub.platform.HubProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The font that licenses and seals of this hub are drawn with. */
@Configuration(proxyBeanMethods = false)
class FaceFonts {

    /** A font that cannot be used stops the start: later it would be a license that cannot be issued. */
    @Bean
    FaceFont faceFont(HubProperties hub) {
        return FaceFont.with(hub.faces().additionalFonts());
    }
}
