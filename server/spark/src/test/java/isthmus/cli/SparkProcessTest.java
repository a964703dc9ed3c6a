package isthmus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;

class SparkProcessTest {
    @Test
    void javaIsStartedWithTheOptionsThatSparkSubmitStartsItWith() {
        Set<String> expected = new TreeSet<>(List.of(JavaModuleOptions.defaultModuleOptionArray()));
        assertEquals(expected, new TreeSet<>(SparkProcess.OPTIONS));
        List<String> own = ManagementFactory.getRuntimeMXBean().getInputArguments();
        assertTrue(own.containsAll(expected), "as these tests are: " + own);
    }
}
