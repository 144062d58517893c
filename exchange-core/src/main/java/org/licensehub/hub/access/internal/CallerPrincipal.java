package org.licensehub.hub.access.internal;

import java.util.Collection;
import java.util.Map;
import org.licensehub.hub.access.Caller;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;

/** An authenticated caller with what it is held to, however it came in. */
final class CallerPrincipal implements OAuth2AuthenticatedPrincipal {

    private final Caller caller;
    private final Map<String, Object> attributes;
    private final Collection<GrantedAuthority> authorities;

    /** @param scopes those asked for; what the caller has lost since then counts no more */
    CallerPrincipal(Caller caller, Collection<String> scopes, Map<String, Object> attributes) {
        this.caller = caller;
        this.attributes = attributes;
        this.authorities = scopes.stream().filter(caller.scopes()::contains).map(scope -> (GrantedAuthority) new SimpleGrantedAuthority(scope)).toList();
    }

    Caller caller() {
        return caller;
    }

    @Override
    public Map<String, Object> getAttributes() {
        return attributes;
    }

    @Override
    public Collection<? extends GrantedAuthority> getAuthorities() {
        return authorities;
    }

    @Override
    public String getName() {
        return caller.clientId();
    }
}
