package dev.codebeaker.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.codebeaker.runtime.RuntimeCapabilities;
import dev.codebeaker.selection.Rejection;
import dev.codebeaker.selection.RuntimeCost;
import dev.codebeaker.selection.RuntimeScore;
import dev.codebeaker.selection.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Why a session would get its runtime: for people, and in the shape that the wire has. */
final class Explanation {
  private static final double MEBIBYTE = 1 << 20;

  private final Selection selection;

  Explanation(Selection selection) {
    this.selection = selection;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    String policy = selection.requirements().policy().name();
    lines.add(
        selection.ranked().isEmpty()
            ? "no runtime can serve " + selection.requirements().language()
            : selection.reason() + " (policy " + policy + ")");
    selection.ranked().forEach(score -> describe(score, lines));
    selection.rejected().forEach(rejection -> lines.add(line(rejection)));
    return lines;
  }

  private void describe(RuntimeScore score, List<String> lines) {
    RuntimeScore.Weights weights = selection.weights();
    lines.add(
        text(
            "%s: %.3f = %.2f x startup %.3f + %.2f x memory %.3f + %.2f x isolation %.3f",
            score.name(),
            score.total(),
            weights.startup(),
            score.startup(),
            weights.memory(),
            score.memory(),
            weights.isolation(),
            score.isolation()));
    RuntimeCapabilities can = score.runtime().capabilities();
    lines.add(
        text("  startup  declared %.1f ms, ", milliseconds(can.startup())) + startup(score.cost()));
    lines.add(
        text("  memory   declared %.1f MiB, ", can.memoryOverheadBytes() / MEBIBYTE)
            + memory(score.cost()));
  }

  private static String startup(RuntimeCost cost) {
    return cost.openings() + cost.starts() == 0
        ? "not measured"
        : text(
            "measured %.1f ms, of it %.1f ms delay (%d openings, %d starts)",
            milliseconds(cost.startup()),
            milliseconds(cost.delay()),
            cost.openings(),
            cost.starts());
  }

  private static String memory(RuntimeCost cost) {
    return cost.executions() == 0
        ? "not measured"
        : text(
            "measured %.1f MiB (%d executions)", cost.memoryBytes() / MEBIBYTE, cost.executions());
  }

  private static String line(Rejection rejection) {
    String remedy = rejection.remedy().isEmpty() ? "" : " - " + rejection.remedy();
    return "not "
        + rejection.runtime()
        + ": "
        + rejection.obstacle().label()
        + ": "
        + rejection.reason()
        + remedy;
  }

  ObjectNode json() {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    selection
        .winner()
        .ifPresent(
            winner ->
                object
                    .put("winner", winner.name())
                    .put("score", selection.ranked().getFirst().total()));
    object.put("preference", selection.requirements().preference().label());
    object.put("policy", selection.requirements().policy().name());
    ArrayNode reasons = object.putArray("reasons");
    if (!selection.ranked().isEmpty()) {
      reasons.add(selection.reason());
    }
    RuntimeScore.Weights weights = selection.weights();
    marks(object.putObject("weights"), weights.startup(), weights.memory(), weights.isolation());
    ArrayNode ranked = object.putArray("ranked");
    selection.ranked().forEach(score -> describe(score, ranked.addObject()));
    ArrayNode rejected = object.putArray("rejected");
    selection.rejected().forEach(rejection -> describe(rejection, rejected.addObject()));
    return object;
  }

  private static void describe(RuntimeScore score, ObjectNode object) {
    object.put("runtime", score.name()).put("score", score.total());
    marks(object, score.startup(), score.memory(), score.isolation());
    RuntimeCapabilities can = score.runtime().capabilities();
    object
        .putObject("declared")
        .put("startupMs", milliseconds(can.startup()))
        .put("memoryBytes", can.memoryOverheadBytes());
    RuntimeCost cost = score.cost();
    if (cost.isMeasured()) {
      object
          .putObject("measured")
          .put("startupMs", milliseconds(cost.startup()))
          .put("delayMs", milliseconds(cost.delay()))
          .put("memoryBytes", cost.memoryBytes())
          .put("openings", cost.openings())
          .put("starts", cost.starts())
          .put("executions", cost.executions());
    }
  }

  private static void describe(Rejection rejection, ObjectNode object) {
    object
        .put("runtime", rejection.runtime())
        .put("obstacle", rejection.obstacle().label())
        .put("reason", rejection.reason())
        .put("remedy", rejection.remedy());
  }

  private static void marks(ObjectNode object, double startup, double memory, double isolation) {
    object.put("startup", startup).put("memory", memory).put("isolation", isolation);
  }

  private static double milliseconds(Duration time) {
    return time.toNanos() / 1e6;
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
