package dev.groundtruth.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The bill of materials names every module that is published, and no other. */
class BillOfMaterialsTest {

  private static final Path ROOT = Path.of("..", "..");

  @Test
  void names_exactly_the_published_modules() throws Exception {
    Set<String> published = new TreeSet<>();
    for (String module : values(ROOT.resolve("pom.xml"), "/project/modules/module")) {
      Path pom = ROOT.resolve(module).resolve("pom.xml");
      boolean kept = values(pom, "/project/properties/maven.deploy.skip").contains("true");
      if (!kept && !module.equals("modules/bom")) {
        published.addAll(values(pom, "/project/artifactId"));
      }
    }

    assertThat(
            values(
                ROOT.resolve("modules/bom/pom.xml"),
                "/project/dependencyManagement/dependencies/dependency/artifactId"))
        .isEqualTo(published)
        .isNotEmpty();
  }

  private static Set<String> values(Path pom, String expression) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
    NodeList found =
        (NodeList)
            XPathFactory.newInstance()
                .newXPath()
                .evaluate(expression, document, XPathConstants.NODESET);
    Set<String> values = new TreeSet<>();
    IntStream.range(0, found.getLength())
        .forEach(index -> values.add(found.item(index).getTextContent().strip()));
    return values;
  }
}
