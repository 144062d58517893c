package org.licensehub.hub.platform;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers 503 when the system of record fails before a request reaches its controller: tokens are looked up there, so an
 * outage is first met in the security filters, where {@link ProblemAdvice} does not see it.
 */
@Component
@Order(StoreOutageFilter.ORDER)
public class StoreOutageFilter extends OncePerRequestFilter {

    /** Filters that put problems into another form stand before it. */
    public static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 10;

    private static final Logger LOG = LoggerFactory.getLogger(StoreOutageFilter.class);

    private final ProblemWriter problems;

    StoreOutageFilter(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (DataAccessException | TransactionException e) {
            if (response.isCommitted()) {
                throw e;
            }
            LOG.error("The system of record failed: {}", Accidents.describe(e));
            response.reset();
            problems.write(response, ProblemType.STORE_UNAVAILABLE, "请稍后重试 / Try again later");
        }
    }
}
