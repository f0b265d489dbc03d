package dev.groundtruth.benchmarks;

import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/** How time grows with the number of interfaces, on two logarithmic axes, as SVG. */
final class GrowthPlot {

  private static final int LEFT = 80;
  private static final int TOP = 40;
  private static final int BOTTOM = 340;
  private static final int DECADE_WIDTH = 160;
  private static final int RIGHT_MARGIN = 60;

  private GrowthPlot() {}

  /**
   * Draws some measured times.
   *
   * @param times how long it takes, by the number of interfaces; at least one
   */
  static String svg(SortedMap<Integer, Duration> times) {
    int firstDecade = (int) Math.floor(Math.log10(times.firstKey()));
    int lastDecade = (int) Math.ceil(Math.log10(times.lastKey()) + 1e-9);
    double low = times.values().stream().mapToDouble(GrowthPlot::millis).min().orElseThrow();
    double high = times.values().stream().mapToDouble(GrowthPlot::millis).max().orElseThrow();
    int lowest = (int) Math.floor(Math.log10(low));
    int highest = Math.max(lowest + 1, (int) Math.ceil(Math.log10(high)));
    int right = LEFT + DECADE_WIDTH * (lastDecade - firstDecade);
    List<Map<String, Object>> columns = new ArrayList<>();
    for (int decade = firstDecade; decade <= lastDecade; decade++) {
      columns.add(
          Map.of(
              "at",
              LEFT + DECADE_WIDTH * (decade - firstDecade),
              "label",
              String.format(Locale.ROOT, "%,.0f", Math.pow(10, decade))));
    }
    List<Map<String, Object>> lines = new ArrayList<>();
    for (int decade = lowest; decade <= highest; decade++) {
      lines.add(
          Map.of(
              "at", height(Math.pow(10, decade), lowest, highest),
              "label", Figure.text(Duration.ofNanos(Math.round(1e6 * Math.pow(10, decade))))));
    }
    List<Map<String, Object>> points = new ArrayList<>();
    times.forEach(
        (interfaces, time) ->
            points.add(
                Map.of(
                    "x",
                    Math.round(LEFT + DECADE_WIDTH * (Math.log10(interfaces) - firstDecade)),
                    "y",
                    height(millis(time), lowest, highest),
                    "label",
                    String.format(Locale.ROOT, "%,d: %s", interfaces, Figure.text(time)))));
    return rendered(
        Map.of(
            "title", "All pairs of interfaces: time by number of interfaces",
            "width", right + RIGHT_MARGIN,
            "height", BOTTOM + 50,
            "left", LEFT,
            "right", right,
            "top", TOP,
            "bottom", BOTTOM,
            "columns", columns,
            "lines", lines,
            "points", points));
  }

  private static long height(double millis, int lowest, int highest) {
    return Math.round(BOTTOM - (BOTTOM - TOP) * (Math.log10(millis) - lowest) / (highest - lowest));
  }

  private static double millis(Duration time) {
    return Math.max(1, time.toNanos()) / 1e6;
  }

  private static String rendered(Object model) {
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setClassForTemplateLoading(GrowthPlot.class, "");
    configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
    configuration.setLocale(Locale.ROOT);
    configuration.setNumberFormat("computer");
    StringWriter text = new StringWriter();
    try {
      configuration.getTemplate("growth.svg.ftl").process(model, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (TemplateException e) {
      throw new IllegalStateException("The template does not fit its model", e);
    }
    return text.toString();
  }
}
