package org.licensehub.store.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.licensehub.store.number.LicenseTypeCode;
import org.licensehub.store.number.UnifiedSocialCreditCode;

/**
 * The catalogue as JSON files {@code <slug>.v<version>.json}: those that come with the product, and those of one
 * directory of the operator. A file may add types or versions; it never replaces one that exists.
 */
public final class JsonLicenseTypeCatalogue implements LicenseTypeCatalogue {

    private static final String RESOURCES = "/catalogue/license-types/";
    private static final String INDEX = "index.json";

    private final NavigableMap<String, NavigableMap<Integer, LicenseType>> types = new TreeMap<>();

    private JsonLicenseTypeCatalogue(Map<String, byte[]> files) {
        JsonMapper mapper = mapper();
        List<String> problems = new ArrayList<>();
        Map<String, String> codeOfSlug = new HashMap<>();
        files.forEach((file, content) -> {
            try {
                add(file, mapper.readValue(content, LicenseType.class), codeOfSlug, problems);
            } catch (JsonProcessingException unreadable) {
                problems.add(file + ": " + unreadable.getOriginalMessage());
            } catch (IOException impossibleFromMemory) {
                throw new UncheckedIOException(impossibleFromMemory);
            }
        });
        if (!problems.isEmpty()) {
            throw new CatalogueException(problems);
        }
    }

    /** The types that come with the product. */
    public static JsonLicenseTypeCatalogue load() {
        return new JsonLicenseTypeCatalogue(delivered());
    }

    /**
     * The types that come with the product and those of a directory; other files in it are ignored.
     *
     * @throws CatalogueException   when a file contradicts itself or another
     * @throws UncheckedIOException when the directory cannot be read
     */
    public static JsonLicenseTypeCatalogue load(Path directory) {
        Map<String, byte[]> files = delivered();
        try (Stream<Path> listing = Files.list(directory)) {
            for (Path file : listing.filter(path -> path.toString().endsWith(".json")).sorted().toList()) {
                // The name with the directory, so that two files of one name do not hide each other.
                files.put(file.toString(), Files.readAllBytes(file));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new JsonLicenseTypeCatalogue(files);
    }

    @Override
    public Optional<LicenseType> find(String code) {
        return Optional.ofNullable(types.get(code)).map(versions -> versions.lastEntry().getValue());
    }

    @Override
    public Optional<LicenseType> find(String code, int version) {
        return Optional.ofNullable(types.get(code)).map(versions -> versions.get(version));
    }

    @Override
    public List<LicenseType> all() {
        return types.values().stream().map(versions -> versions.lastEntry().getValue()).toList();
    }

    private void add(String file, LicenseType type, Map<String, String> codeOfSlug, List<String> problems) {
        LicenseTypeRules.problemsOf(type).forEach(problem -> problems.add(file + ": " + problem));
        if (!Path.of(file).getFileName().toString().equals(type.slug() + ".v" + type.version() + ".json")) {
            problems.add(file + ": the file name must be slug and version");
        }
        String code = type.code().value();
        String known = codeOfSlug.putIfAbsent(type.slug(), code);
        NavigableMap<Integer, LicenseType> versions = types.computeIfAbsent(code, absent -> new TreeMap<>());
        boolean otherSlug = versions.values().stream().anyMatch(other -> !other.slug().equals(type.slug()));
        if (otherSlug || known != null && !known.equals(code)) {
            problems.add(file + ": a type keeps its code and its slug in all versions");
        }
        if (versions.putIfAbsent(type.version(), type) != null) {
            problems.add(file + ": this version of the type exists already");
        }
    }

    private static Map<String, byte[]> delivered() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try {
            for (String name : new JsonMapper().readValue(resource(INDEX), String[].class)) {
                files.put(name, resource(name));
            }
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
        return files;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = JsonLicenseTypeCatalogue.class.getResourceAsStream(RESOURCES + name)) {
            if (in == null) {
                throw new FileNotFoundException(RESOURCES + name);
            }
            return in.readAllBytes();
        }
    }

    private static JsonMapper mapper() {
        SimpleModule numbers = new SimpleModule();
        numbers.addDeserializer(LicenseTypeCode.class, fromText(LicenseTypeCode.class, LicenseTypeCode::parse));
        numbers.addDeserializer(UnifiedSocialCreditCode.class,
                fromText(UnifiedSocialCreditCode.class, UnifiedSocialCreditCode::parse));
        return JsonMapper.builder()
                .addModule(numbers)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    private static <T> FromStringDeserializer<T> fromText(Class<T> target, Function<String, T> parse) {
        return new FromStringDeserializer<T>(target) {
            @Override
            protected T _deserialize(String text, DeserializationContext context) {
                return parse.apply(text);
            }
        };
    }
}
