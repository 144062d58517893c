package org.licensehub.hub.platform;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.ConstraintViolationException;
import java.net.URI;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.tomcat.util.http.fileupload.impl.SizeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
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
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;

/** Turns every failure of a request into a problem detail (RFC 9457) that names the field and tells what to do. */
@RestControllerAdvice
public class ProblemAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z][A-Za-z_]{0,63}");

    @ExceptionHandler
    ResponseEntity<ProblemDetail> problem(ProblemException e) {
        return answer(detail(e));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unreadable(HttpMessageNotReadableException e) {
        if (e.getCause() instanceof StreamConstraintsException || causeOf(e.getCause()) instanceof StreamConstraintsException) {
            return answer(detail(ProblemType.TOO_LARGE, "内容过大、一个值过长或嵌套过深 / The body or a value is too long, or nesting is too deep"));
        }
        if (e.getCause() instanceof JsonMappingException mapping && !(mapping.getCause() instanceof StreamReadException)) {
            String field = mapping.getPath().stream().map(ProblemAdvice::step).collect(Collectors.joining("."));
            boolean unknown = mapping instanceof UnrecognizedPropertyException;
            return problem(ProblemException.invalid(field, unknown ? "unknown_property" : "wrong_type",
                    unknown ? "没有这个属性" : "类型不符", unknown ? "no such property" : "has the wrong type"));
        }
        return answer(detail(ProblemType.MALFORMED_JSON, "需要 UTF-8 编码、无重复键的 JSON / Send UTF-8 JSON without duplicate keys"));
    }

    private static Throwable causeOf(Throwable error) {
        return error == null ? null : error.getCause();
    }

    /** A name in the caller's JSON is repeated only if no personal number can be in it. */
    private static String step(JsonMappingException.Reference place) {
        if (place.getFieldName() == null) {
            return "[" + place.getIndex() + "]";
        }
        return PLAIN_NAME.matcher(place.getFieldName()).matches() ? place.getFieldName() : "?";
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> multipart(MultipartException e) {
        boolean tooLarge = e instanceof MaxUploadSizeExceededException || e.getRootCause() instanceof SizeException;
        return answer(tooLarge ? detail(ProblemType.TOO_LARGE, null)
                : detail(ProblemType.INVALID_REQUEST, "不是完整的 multipart/form-data 内容 / The multipart body is malformed or cut off"));
    }

    /** The caller broke off while it was sending; most often nobody is left to read this. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> cutOff(ClientAbortException e) {
        return answer(detail(ProblemType.MALFORMED_JSON, "请求内容被截断 / The request body was cut off"));
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
            ProblemDetail detail = detail(ProblemType.ofStatus(known.getStatusCode().value()), null);
            // Allow and Accept tell the caller what would have been right
            return ResponseEntity.status(detail.getStatus()).headers(known.getHeaders()).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(detail);
        }
        LOG.error("Unexpected {}", Accidents.describe(e));
        return answer(detail(ProblemType.INTERNAL, null));
    }

    static ProblemDetail detail(ProblemException e) {
        ProblemDetail detail = detail(e.type(), e.getMessage());
        e.properties().forEach(detail::setProperty);
        if (!e.errors().isEmpty()) {
            detail.setProperty("errors", e.errors());
        }
        return detail;
    }

    static ProblemDetail detail(ProblemType type, String text) {
        ProblemDetail detail = ProblemDetail.forStatus(type.status());
        detail.setType(URI.create(type.uri()));
        detail.setTitle(type.title());
        detail.setDetail(text == null ? type.title() : text);
        // of its own, since the default would repeat the path, and anything may stand in a path
        detail.setInstance(URI.create("urn:uuid:" + UUID.randomUUID()));
        return detail;
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail detail) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(detail.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (detail.getProperties() != null && detail.getProperties().get(ProblemException.RETRY_AFTER) instanceof Long seconds) {
            answer.header(HttpHeaders.RETRY_AFTER, seconds.toString());
        }
        return answer.body(detail);
    }
}
