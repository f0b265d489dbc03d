package dev.groundtruth.aws.account;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The prices of {@code prices.json}: of one region and rounded, good enough to tell cents from tens
 * of dollars. Each is known with the page it is from.
 *
 * @param region the region they are of
 * @param asOf the month they are of
 * @param prices what costs by the hour or the month
 * @param byUse what of a type costs by use; a type can have a price beside
 * @param free the types that AWS does not charge for
 */
record PriceList(
    String region, String asOf, List<Price> prices, Map<String, String> byUse, Set<String> free) {

  private static final BigDecimal HOURS_OF_A_MONTH = new BigDecimal(730);

  /**
   * A price.
   *
   * @param of what it is the price of
   * @param usd the price in US dollars
   * @param per {@code hour} or {@code month}, which is counted as 730 hours
   * @param source the page it is from
   */
  record Price(String of, BigDecimal usd, String per, String source) {

    BigDecimal hourly() {
      return per.equals("hour") ? usd : usd.divide(HOURS_OF_A_MONTH, MathContext.DECIMAL32);
    }
  }

  static PriceList read() {
    try (InputStream in = PriceList.class.getResourceAsStream("prices.json")) {
      return JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build()
          .readValue(Objects.requireNonNull(in), PriceList.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The price of an hour; nothing if it is not known. */
  Optional<BigDecimal> hourly(String of) {
    return prices.stream().filter(price -> price.of().equals(of)).map(Price::hourly).findFirst();
  }
}
