package isthmus.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProgramTest {
    private static final Program JAVA = new Program("this test", "java");

    @Test
    void theProgramThatWasNamedIsTaken() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        assertEquals(java, JAVA.file(java.toString()));
    }

    @Test
    void aProgramThatIsNotThereIsASentenceThatSaysWhatToDo() {
        String text = assertThrows(IllegalStateException.class, () -> JAVA.file("/no/such"))
                .getMessage();
        assertTrue(text.contains(Path.of("/no/such").toString()), text);
        assertTrue(text.contains("apt-get install java") && text.contains("-Disthmus.java=FILE"), text);
    }
}
