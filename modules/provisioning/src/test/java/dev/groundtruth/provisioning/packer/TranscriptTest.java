package dev.groundtruth.provisioning.packer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundtruth.provisioning.command.OutputListener.Channel;
import dev.groundtruth.provisioning.packer.PackerEvent.BuildEnded;
import dev.groundtruth.provisioning.packer.PackerEvent.BuildStarted;
import dev.groundtruth.provisioning.packer.PackerEvent.Complaint;
import dev.groundtruth.provisioning.packer.PackerEvent.Made;
import dev.groundtruth.provisioning.packer.PackerEvent.Message;
import dev.groundtruth.provisioning.packer.PackerEvent.Moment;
import dev.groundtruth.provisioning.packer.PackerEvent.Say;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TranscriptTest {

  private final List<PackerEvent> events = new ArrayList<>();
  private final AtomicLong clock = new AtomicLong(7);
  private final Transcript transcript =
      new Transcript(events::add, new ArtifactReader(Path.of("/project")), clock::get);

  private void hear(String... lines) {
    for (String line : lines) {
      transcript.line(Channel.STDOUT, line);
    }
  }

  private static Moment at(long second, long elapsed) {
    return new Moment(Instant.ofEpochSecond(second), Duration.ofSeconds(elapsed));
  }

  @Test
  void tells_of_each_build_as_it_goes_with_the_time_since_the_start() {
    hear("100,,ui,say,==> docker.a: Starting docker container...");
    clock.addAndGet(Duration.ofSeconds(3).toNanos());
    hear(
        "103,,ui,message,    docker.a: one%!(PACKER_COMMA) two\\n    docker.a:\\n    docker.a: four",
        "103,,ui,error,==> docker.a: a warning",
        "103,,ui,message,    docker.a (docker-tag): Repository: x:1");
    clock.addAndGet(Duration.ofSeconds(2).toNanos());
    hear("105,,ui,say,Build 'docker.a' finished after 5 seconds 2 milliseconds.");

    Optional<String> a = Optional.of("docker.a");
    assertThat(events)
        .containsExactly(
            new BuildStarted(at(100, 0), "docker.a"),
            new Say(at(100, 0), a, Optional.empty(), "Starting docker container..."),
            new Message(at(103, 3), a, Optional.empty(), "one, two\n\nfour"),
            new Complaint(at(103, 3), a, Optional.empty(), "a warning"),
            new Message(at(103, 3), a, Optional.of("docker-tag"), "Repository: x:1"),
            new BuildEnded(at(105, 5), "docker.a", Duration.ofSeconds(5), Optional.empty()));
  }

  @Test
  void collects_all_artifacts_of_builds_whatever_their_order() {
    hear(
        "1,null.a,b,artifact-count,1",
        "1,file.f,artifact-count,2",
        "1,file.f,artifact,0,builder-id,packer.file",
        "1,null.a,b,artifact,0,builder-id,fnoeding.null",
        "1,null.a,b,artifact,0,id,Null",
        "1,null.a,b,artifact,0,colour,blue%!(PACKER_COMMA) green",
        "1,file.f,artifact,0,id,File",
        "1,file.f,artifact,0,string,Stored file: o%!(PACKER_COMMA).txt",
        "1,file.f,artifact,0,files-count,1",
        "1,file.f,artifact,0,file,0,out/o%!(PACKER_COMMA).txt",
        "1,file.f,artifact,0,end",
        "1,file.f,artifact,1,nil",
        "1,file.f,artifact,1,end",
        "1,null.a,b,artifact,0,end");

    Artifact.Origin nothing =
        new Artifact.Origin("null.a,b", "fnoeding.null", "Null", "", List.of());
    Artifact.Origin file =
        new Artifact.Origin(
            "file.f", "packer.file", "File", "Stored file: o,.txt", List.of("out/o,.txt"));
    FileArtifact fileArtifact = new FileArtifact(file, List.of(Path.of("/project/out/o,.txt")));
    OtherArtifact other = new OtherArtifact(nothing, Map.of("colour", "blue, green"));
    assertThat(transcript.artifacts())
        .isEqualTo(Map.of("null.a,b", List.of(other), "file.f", List.of(fileArtifact)));
    assertThat(transcript.incompleteness()).isEmpty();
    assertThat(events).containsExactly(new Made(at(1, 0), fileArtifact), new Made(at(1, 0), other));
  }

  @Test
  void misses_an_artifact_without_its_end_marker() {
    hear(
        "1,file.f,artifact-count,1",
        "1,file.f,artifact,0,id,File",
        "1,file.f,artifact,0,files-count,0");

    assertThat(transcript.artifacts()).isEqualTo(Map.of("file.f", List.of()));
    assertThat(transcript.incompleteness()).contains("file.f announced 1 artifacts and listed 0");
  }

  @Test
  void reads_the_images_of_amazon_ebs_with_the_snapshots_it_tagged() {
    hear(
        "1,,ui,say,==> amazon-ebs.m: Adding tags to AMI (ami-1)...",
        "1,,ui,say,==> amazon-ebs.m: Tagging snapshot: snap-1",
        "1,,ui,say,==> amazon-ebs.m: Tagging snapshot: snap-2",
        "1,,ui,say,==> amazon-ebs.m: Adding tags to AMI (ami-2)...",
        "1,,ui,say,==> amazon-ebs.m: Tagging snapshot: snap-3",
        "2,amazon-ebs.m,artifact-count,1",
        "2,amazon-ebs.m,artifact,0,builder-id,mitchellh.amazonebs",
        "2,amazon-ebs.m,artifact,0,id,eu-west-3:ami-1%!(PACKER_COMMA)us-east-1:ami-2",
        "2,amazon-ebs.m,artifact,0,string,AMIs were created:\\neu-west-3: ami-1\\nus-east-1: ami-2\\n",
        "2,amazon-ebs.m,artifact,0,files-count,0",
        "2,amazon-ebs.m,artifact,0,end");

    AmiArtifact artifact = (AmiArtifact) transcript.artifacts().get("amazon-ebs.m").get(0);
    assertThat(artifact.amis()).isEqualTo(Map.of("eu-west-3", "ami-1", "us-east-1", "ami-2"));
    assertThat(artifact.ami("us-east-1")).isEqualTo("ami-2");
    assertThat(artifact.snapshots())
        .isEqualTo(Map.of("ami-1", List.of("snap-1", "snap-2"), "ami-2", List.of("snap-3")));
    assertThat(artifact.snapshotIds()).containsExactly("snap-1", "snap-2", "snap-3");
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> artifact.ami("eu-west-1"))
        .hasMessage(
            "amazon-ebs.m made no image in eu-west-1 but in [eu-west-3, us-east-1], perhaps you"
                + " should add it to ami_regions");
  }

  @Test
  void reads_volumes_and_snapshots_of_amazon_ebsvolume() {
    hear(
        "2,amazon-ebsvolume.v,artifact-count,1",
        "2,amazon-ebsvolume.v,artifact,0,builder-id,mitchellh.amazon.ebsvolume",
        "2,amazon-ebsvolume.v,artifact,0,id,eu-west-3:snap-1%!(PACKER_COMMA)eu-west-3:vol-1%!(PACKER_COMMA)eu-west-3:vol-2",
        "2,amazon-ebsvolume.v,artifact,0,end");

    EbsVolumeArtifact artifact =
        (EbsVolumeArtifact) transcript.artifacts().get("amazon-ebsvolume.v").get(0);
    assertThat(artifact.volumes()).isEqualTo(Map.of("eu-west-3", List.of("vol-1", "vol-2")));
    assertThat(artifact.snapshots()).isEqualTo(Map.of("eu-west-3", List.of("snap-1")));
  }

  @Test
  void knows_the_image_of_tags_only_where_it_is_the_only_one() {
    String head = "1,docker.a,artifact,";
    hear(
        "1,docker.a,artifact-count,4",
        head + "0,builder-id,packer.docker",
        head + "0,id,sha256:aa",
        head + "0,string,Imported Docker image: sha256:aa",
        head + "0,end",
        head + "1,builder-id,packer.post-processor.docker-tag",
        head + "1,id,shop/web:2",
        head + "1,string,Imported Docker image: shop/web:2 with tags shop/web:1 shop/web:2",
        head + "1,end",
        head + "2,builder-id,packer.post-processor.docker-import",
        head + "2,id,sha256:bb",
        head + "2,string,Imported Docker image: sha256:bb",
        head + "2,end",
        head + "3,builder-id,packer.post-processor.docker-tag",
        head + "3,id,shop/other",
        head + "3,string,Imported Docker image: shop/other",
        head + "3,end");

    assertThat(transcript.artifacts().get("docker.a"))
        .extracting(artifact -> ((DockerImage) artifact).imageId())
        .containsExactly(
            Optional.of("sha256:aa"),
            Optional.of("sha256:aa"),
            Optional.of("sha256:bb"),
            Optional.empty());
    assertThat(transcript.artifacts().get("docker.a"))
        .extracting(artifact -> ((DockerImage) artifact).tags())
        .containsExactly(
            List.of(), List.of("shop/web:1", "shop/web:2"), List.of(), List.of("shop/other"));
  }

  @Test
  void fears_for_builds_that_did_not_say_that_they_ended() {
    hear(
        "1,,ui,say,==> docker.a: Starting docker container...",
        "1,,ui,message,    docker.a: Container ID: 4f0c",
        "1,,ui,say,==> docker.b: Starting docker container...",
        "1,,ui,error,Cancelling build after receiving terminated",
        "1,,ui,say,==> docker.b: Killing the container: 5f0c",
        "1,,ui,error,Build 'docker.b' errored after 1 second: context canceled");

    assertThat(transcript.leftovers(List.of(), true).isCertain()).isFalse();
    assertThat(transcript.leftovers(List.of(), true).toString())
        .endsWith("; Packer did not say that all builds ended, so there may be more");
    hear("1,,ui,say,\\n==> Wait completed after 1 second");
    assertThat(transcript.leftovers(List.of(), true))
        .hasToString(
            "docker.a may have left something: it had started and did not say that it ended"
                + " (Container ID: 4f0c)");
    assertThat(transcript.errors()).isEqualTo(Map.of("docker.b", "context canceled"));
  }

  @Test
  void knows_what_the_end_of_a_cancelled_build_means() {
    hear(
        "1,,ui,message,    docker.done: Image ID: sha256:aa",
        "1,,ui,say,==> docker.done: Running post-processor: docker-push",
        "1,,ui,message,    docker.made: Image ID: sha256:bb",
        "1,,ui,message,    docker.nothing: Container ID: cc",
        "1,,ui,message,    amazon-ebs.removed: AMI: ami-1",
        "1,,ui,error,Cancelling build after receiving terminated",
        "1,,ui,say,==> amazon-ebs.removed: Deregistering the AMI and deleting associated snapshots because of cancellation%!(PACKER_COMMA) or error...",
        "1,,ui,say,Build 'docker.done' finished after 1 second.",
        "1,,ui,error,Build 'docker.made' errored after 1 second: context canceled",
        "1,,ui,say,Build 'docker.nothing' finished after 1 second.",
        "1,,ui,say,Build 'amazon-ebs.removed' finished after 1 second.",
        "1,,ui,say,\\n==> Wait completed after 1 second");

    assertThat(transcript.leftovers(List.of(), true))
        .hasToString(
            "docker.done may have left something: it had finished, and what it made was not listed"
                + " any more (Image ID: sha256:aa); docker.made may have left something: it ended"
                + " early but had made something (Image ID: sha256:bb)");
  }

  @Test
  void is_not_certain_of_a_stopped_packer_that_said_nothing() {
    assertThat(transcript.leftovers(List.of(), true).isEmpty()).isFalse();
    assertThat(transcript.leftovers(List.of(), true))
        .hasToString("Packer did not say that all builds ended, so something may remain");
    assertThat(transcript.leftovers(List.of(), false).isEmpty()).isTrue();
  }

  @Test
  void fears_for_builds_whose_cleanup_failed_or_was_left_out() {
    hear(
        "1,,ui,message,    amazon-ebs.a: Instance ID: i-1",
        "1,,ui,error,==> amazon-ebs.a: Error terminating instance%!(PACKER_COMMA) may still be around: x",
        "1,,ui,error,Build 'amazon-ebs.a' errored after 1 second: y",
        "1,,ui,error,==> docker.b: Step \"StepProvision\" failed%!(PACKER_COMMA) aborting...",
        "1,,ui,error,==> docker.b: aborted: skipping cleanup of step \"StepRun\"",
        "1,,ui,error,Build 'docker.b' errored after 1 second: z");

    assertThat(transcript.leftovers(List.of(), false).unfinished())
        .extracting(Leftovers.Unfinished::build, Leftovers.Unfinished::resources)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple("amazon-ebs.a", List.of("Instance ID: i-1")),
            org.assertj.core.api.Assertions.tuple("docker.b", List.of()));
  }

  @Test
  void learns_from_its_end_that_a_build_has_a_colon_in_its_name() {
    hear(
        "1,,ui,say,==> null.a: b: Running local shell script: x",
        "1,,ui,say,Build 'null.a: b' finished after 1 second.",
        "1,,ui,message,    null.a: b: later");

    assertThat(events)
        .last()
        .isEqualTo(new Message(at(1, 0), Optional.of("null.a: b"), Optional.empty(), "later"));
    assertThat(transcript.leftovers(List.of(), false).unfinished())
        .extracting(Leftovers.Unfinished::build)
        .containsExactly("null.a: b");
  }

  @Test
  void puts_lines_together_that_were_cut() {
    transcript.part(Channel.STDOUT, "1,,ui,message,    null.a: one");
    transcript.part(Channel.STDERR, "of the other channel");
    transcript.part(Channel.STDOUT, " two");
    hear(" three", "1,,ui,say,four");

    assertThat(events.subList(1, events.size()))
        .containsExactly(
            new Message(at(1, 0), Optional.of("null.a"), Optional.empty(), "one two three"),
            new Say(at(1, 0), Optional.empty(), Optional.empty(), "four"));
  }

  @Test
  void keeps_no_more_than_some_megabytes_of_a_line() {
    String part = "x".repeat(1 << 20);
    transcript.part(Channel.STDOUT, "1,,ui,say," + part);
    for (int i = 0; i < 8; i++) {
      transcript.part(Channel.STDOUT, part);
    }
    hear("end", "1,,ui,say,next");

    assertThat(events)
        .extracting(event -> ((Say) event).text().length())
        .containsExactly((4 << 20) - "1,,ui,say,".length(), 4);
  }
}
