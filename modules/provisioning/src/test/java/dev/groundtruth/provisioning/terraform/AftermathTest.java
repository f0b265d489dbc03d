package dev.groundtruth.provisioning.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AftermathTest {

  private static final String LOCK = "{\"ID\":\"lock-1\",\"Operation\":\"OperationTypeApply\"}";

  @TempDir Path folder;

  @Test
  void is_a_saved_state_where_nothing_is_left() {
    Aftermath aftermath = Aftermath.of(folder, true);
    assertThat(aftermath.description()).isEqualTo("it saved its state, and no lock remains");
    assertThat(aftermath.advice()).isEqualTo("run plan to see what remains to be done");
  }

  @Test
  void does_not_claim_that_a_killed_one_left_nothing() {
    Aftermath aftermath = Aftermath.of(folder, false);
    assertThat(aftermath.description())
        .isEqualTo(
            "it had to be killed, so the state may lack what was done last, and a backend elsewhere"
                + " may keep a lock");
    assertThat(aftermath.advice()).contains("plan -refresh-only");
  }

  @Test
  void finds_the_lock_of_the_default_state() throws Exception {
    Stacks.write(folder, ".terraform.tfstate.lock.info", LOCK);
    Aftermath aftermath = Aftermath.of(folder, false);
    assertThat(aftermath.remainingLock().orElseThrow().id()).isEqualTo("lock-1");
    assertThat(aftermath.description()).endsWith("and the lock lock-1 remains");
    assertThat(aftermath.advice()).startsWith("run force-unlock lock-1 once nobody");
  }

  @Test
  void finds_the_lock_of_a_workspace() throws Exception {
    Stacks.write(
        folder, "terraform.tfstate.d/blue/.terraform.tfstate.lock.info", LOCK, "main.tf", "");
    assertThat(Aftermath.of(folder, false).remainingLock()).isPresent();
  }

  @Test
  void finds_the_lock_where_the_backend_keeps_it() throws Exception {
    Stacks.write(
        folder,
        ".terraform/terraform.tfstate",
        "{\"version\":3,\"backend\":{\"type\":\"local\",\"config\":{\"path\":\"states/one.tfstate\",\"workspace_dir\":null}}}",
        "states/.one.tfstate.lock.info",
        LOCK);
    assertThat(Aftermath.of(folder, false).remainingLock()).isPresent();
  }

  @Test
  void finds_a_state_that_could_not_be_saved() throws Exception {
    Stacks.write(folder, "errored.tfstate", "{}");
    Aftermath aftermath = Aftermath.of(folder, true);
    assertThat(aftermath.description())
        .startsWith("its state could not be saved and is in " + folder.resolve("errored.tfstate"));
    assertThat(aftermath.advice()).isEqualTo("run state push " + folder.resolve("errored.tfstate"));
  }
}
