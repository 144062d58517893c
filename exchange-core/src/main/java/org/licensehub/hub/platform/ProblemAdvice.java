package org.licensehub.hub.platform;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.ConstraintViolationException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Turns every failure of a request into a problem detail (RFC 9457) that names the field and tells what to do. */
@RestControllerAdvice
public class ProblemAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> problem(ProblemException e) {
        ProblemDetail detail = detail(e.type(), e.getMessage());
        e.properties().forEach(detail::setProperty);
        if (!e.errors().isEmpty()) {
            detail.setProperty("errors", e.errors());
        }
        return answer(detail);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unreadable(HttpMessageNotReadableException e) {
        Throwable cause = e.getCause();
        if (cause instanceof StreamConstraintsException) {
            return answer(detail(ProblemType.TOO_LARGE, "一个值过长或嵌套过深 / A value is too long or nesting is too deep"));
        }
        if (cause instanceof JsonMappingException mapping) {
            String field = mapping.getPath().stream().map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
                    .collect(Collectors.joining("."));
            if (mapping.getCause() instanceof StreamConstraintsException) {
                return answer(detail(ProblemType.TOO_LARGE, field + ": 一个值过长或嵌套过深 / A value is too long or nesting is too deep"));
            }
            boolean unknown = mapping instanceof UnrecognizedPropertyException;
            return problem(ProblemException.invalid(field, unknown ? "unknown_property" : "wrong_type",
                    unknown ? "没有这个属性" : "类型不符", unknown ? "no such property" : "has the wrong type"));
        }
        return answer(detail(ProblemType.MALFORMED_JSON, "需要 UTF-8 编码、无重复键的 JSON / Send UTF-8 JSON without duplicate keys"));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> invalid(MethodArgumentNotValidException e) {
        ProblemException problem = new ProblemException(ProblemType.INVALID_REQUEST, "请求参数有误 / A request parameter is wrong");
        e.getBindingResult().getFieldErrors().forEach(f -> problem.at(f.getField(), String.valueOf(f.getCode()), f.getDefaultMessage(),
                f.getDefaultMessage()));
        return problem(problem);
    }

    @ExceptionHandler({ConstraintViolationException.class, HandlerMethodValidationException.class})
    ResponseEntity<ProblemDetail> invalidParameter(Exception e) {
        return answer(detail(ProblemType.INVALID_REQUEST, "请求参数有误 / A request parameter is wrong"));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> wrongType(MethodArgumentTypeMismatchException e) {
        return problem(ProblemException.invalid(e.getName(), "wrong_type", "格式不符", "has the wrong format"));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> forbidden(AccessDeniedException e) {
        return answer(detail(ProblemType.MISSING_SCOPE, "令牌缺少所需的权限范围 / The access token lacks the scope needed here"));
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ResponseEntity<ProblemDetail> store(RuntimeException e) {
        LOG.error("The system of record failed: {}", Accidents.describe(e));
        return answer(detail(ProblemType.STORE_UNAVAILABLE, "请稍后重试 / Try again later"));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> anything(Exception e, HttpServletRequest request) {
        if (e instanceof ErrorResponse known) {
            return answer(detail(typeOf(known.getStatusCode().value()), null));
        }
        LOG.error("Unexpected {}", Accidents.describe(e));
        return answer(detail(ProblemType.INTERNAL, null));
    }

    private static ProblemType typeOf(int status) {
        return switch (status) {
            case 404 -> ProblemType.NOT_FOUND;
            case 405 -> ProblemType.METHOD_NOT_ALLOWED;
            case 406 -> ProblemType.NOT_ACCEPTABLE;
            case 413 -> ProblemType.TOO_LARGE;
            case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
            default -> status < 500 ? ProblemType.INVALID_REQUEST : ProblemType.INTERNAL;
        };
    }

    static ProblemDetail detail(ProblemType type, String text) {
        ProblemDetail detail = ProblemDetail.forStatus(type.status());
        detail.setType(java.net.URI.create(type.uri()));
        detail.setTitle(type.title());
        detail.setDetail(text == null ? type.title() : text);
        return detail;
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail detail) {
        return ResponseEntity.status(detail.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(detail);
    }
}
