package dev.groundtruth.provisioning.terraform.scenario;

import org.junit.jupiter.api.Test;

class RecordedDocumentsTest {

  private final Scenario scenario = Scenario.recorded();

  @Test
  void plans_of_resources_that_are_created() {
    Facts.firstPlan(Facts.plan(scenario, "plan.json"));
  }

  @Test
  void plans_that_replace_update_move_forget_delete_and_import() {
    Facts.changedPlan(Facts.plan(scenario, "changed-plan.json"));
  }

  @Test
  void plans_of_an_idempotent_configuration_are_empty() {
    Facts.unchangedPlan(Facts.plan(scenario, "unchanged-plan.json"));
  }

  @Test
  void refreshes_show_what_moved() {
    Facts.refreshPlan(Facts.plan(scenario, "refresh-plan.json"));
  }

  @Test
  void plans_of_a_configuration_that_is_not_idempotent_name_the_attributes() {
    Facts.clockPlan(Facts.plan(scenario, "clock-plan.json"));
  }

  @Test
  void configurations_tell_what_refers_to_what() {
    Facts.configuration(Facts.plan(scenario, "changed-plan.json").configuration());
  }

  @Test
  void states() {
    Facts.state(scenario);
  }

  @Test
  void outputs_from_the_command_and_from_the_events_of_an_apply() {
    Facts.outputs(scenario);
  }

  @Test
  void events_of_every_command() {
    Facts.events(scenario);
  }

  @Test
  void validations() {
    Facts.validation(
        dev.groundtruth.provisioning.terraform.event.Validation.read(
            scenario.document("invalid.json")));
  }

  @Test
  void sanitized_documents_hold_no_secret() {
    Facts.sanitized(scenario);
  }

  @Test
  void no_text_of_an_object_shows_a_secret() {
    Facts.nothingShowsASecret(scenario);
  }
}
