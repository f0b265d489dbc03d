package dev.groundtruth.provisioning.value;

import dev.groundtruth.provisioning.command.Secret;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes objects of Java types from values; what it maps to what stands at {@link Located#as}. */
final class RecordMapping {

  private RecordMapping() {}

  static <T> T map(Located located, Class<T> type) {
    return boxed(type).cast(object(located, type));
  }

  @SuppressWarnings("unchecked") // the classes of the eight primitives, each with its own box
  private static <T> Class<T> boxed(Class<T> type) {
    return (Class<T>) java.lang.invoke.MethodType.methodType(type).wrap().returnType();
  }

  private static Object object(Located located, Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic(located, generic);
    }
    if (!(type instanceof Class<?> raw)) {
      throw unsupported(located, type);
    }
    if (raw == Value.class) {
      return located.value();
    }
    if (Value.class.isAssignableFrom(raw)) {
      if (raw.isInstance(located.value())) {
        return located.value();
      }
      throw located.unexpected("a " + raw.getSimpleName());
    }
    if (raw == Located.class) {
      return located;
    }
    if (raw == Secret.class) {
      return located.secret();
    }
    if (raw == String.class) {
      return located.text();
    }
    if (raw == BigDecimal.class) {
      return located.number();
    }
    if (raw == BigInteger.class) {
      try {
        return located.number().toBigIntegerExact();
      } catch (ArithmeticException e) {
        throw located.unexpected("an integer");
      }
    }
    if (raw == int.class || raw == Integer.class) {
      return located.integer();
    }
    if (raw == long.class || raw == Long.class) {
      return located.longInteger();
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return located.bool();
    }
    if (raw.isEnum()) {
      return constant(located, raw);
    }
    if (raw.isRecord()) {
      return record(located, raw);
    }
    throw unsupported(located, type);
  }

  private static Object generic(Located located, ParameterizedType type) {
    Type[] arguments = type.getActualTypeArguments();
    if (type.getRawType() == Optional.class) {
      return located.isNull() ? Optional.empty() : Optional.of(object(located, arguments[0]));
    }
    if (type.getRawType() == List.class) {
      return located.list().stream().map(element -> object(element, arguments[0])).toList();
    }
    if (type.getRawType() == Set.class) {
      Set<Object> elements = new LinkedHashSet<>();
      located.list().forEach(element -> elements.add(object(element, arguments[0])));
      return Collections.unmodifiableSet(elements);
    }
    if (type.getRawType() == Map.class && arguments[0] == String.class) {
      Map<String, Object> members = new LinkedHashMap<>();
      located.map().forEach((name, member) -> members.put(name, object(member, arguments[1])));
      return Collections.unmodifiableMap(members);
    }
    throw unsupported(located, type);
  }

  private static Object constant(Located located, Class<?> type) {
    String name = located.text();
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> ((Enum<?>) constant).name().equalsIgnoreCase(name.replace('-', '_')))
        .findFirst()
        .orElseThrow(
            () ->
                located.unexpected(
                    "one of "
                        + Arrays.stream(type.getEnumConstants())
                            .map(constant -> ((Enum<?>) constant).name())
                            .collect(Collectors.joining(", "))));
  }

  private static Object record(Located located, Class<?> type) {
    Map<String, Located> members = located.map();
    RecordComponent[] components = type.getRecordComponents();
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      arguments[i] = component(located, members, components[i]);
    }
    try {
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      // The record's own check of its components.
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException(
          "%s cannot be made from %s".formatted(type.getName(), located.place()), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "%s cannot be made, perhaps you should open its package to this module"
              .formatted(type.getName()),
          e);
    }
  }

  private static Object component(
      Located located, Map<String, Located> members, RecordComponent component) {
    String name = component.getName();
    String snake = snakeCase(name);
    Located member = members.getOrDefault(name, members.get(snake));
    if (member != null) {
      return object(member, component.getGenericType());
    }
    if (component.getType() == Optional.class) {
      return Optional.empty();
    }
    // Fails with the members that are there.
    return located.at(AttributePath.ROOT.member(members.containsKey(name) ? name : snake));
  }

  private static String snakeCase(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  private static IllegalArgumentException unsupported(Located located, Type type) {
    return new IllegalArgumentException(
        "%s cannot be read as %s, perhaps you should use a record, List, Map, Optional, String, BigDecimal, int, long, boolean, enum, Secret or Value"
            .formatted(located.place(), type.getTypeName()));
  }
}
