package dev.groundtruth.aws.account;

import java.math.BigDecimal;

/**
 * Something of a plan that is paid for by the hour.
 *
 * @param of what the price list calls it
 * @param number how many there will be at first
 * @param atMost how many there may be later, where something grows by itself
 */
record Charge(String of, BigDecimal number, BigDecimal atMost) {

  Charge plus(Charge other) {
    return new Charge(of, number.add(other.number), atMost.add(other.atMost));
  }
}
