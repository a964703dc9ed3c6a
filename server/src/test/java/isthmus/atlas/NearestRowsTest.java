package isthmus.atlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import isthmus.Failure;
import isthmus.atlas.NearestRows.Neighbour;
import isthmus.latent.Noise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearestRowsTest {
    private static List<Neighbour> bySorting(Atlas atlas, float[] code, int k) {
        List<Neighbour> all = new ArrayList<>();
        for (int row = 0; row < atlas.count(); row++) {
            double sum = 0;
            for (int d = 0; d < atlas.dim(); d++) {
                sum += Math.pow((double) atlas.mu()[row * atlas.dim() + d] - code[d], 2);
            }
            all.add(new Neighbour(row, Math.sqrt(sum)));
        }
        all.sort(Comparator.comparingDouble(Neighbour::distance));
        return all.subList(0, Math.min(k, all.size()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 50})
    void theNearestAreThoseThatSortingAllFinds(int dim) {
        Atlas atlas = Atlases.drawn(7, 3000, dim, 1.5, -3, 0);
        Noise noise = new Noise(8, dim);
        for (int k : new int[] {1, 2, 10, 333}) {
            float[] code = noise.normals(dim);
            List<Neighbour> found = NearestRows.find(atlas, code, k);
            List<Neighbour> expected = bySorting(atlas, code, k);
            assertEquals(expected.size(), found.size());
            for (int i = 0; i < expected.size(); i++) {
                assertEquals(expected.get(i).row(), found.get(i).row(), "neighbour " + i + " of " + k);
                assertEquals(expected.get(i).distance(), found.get(i).distance(), 1e-12);
            }
        }
    }

    @Test
    void ofEqualsTheLowerRowComesFirst() {
        Atlas atlas = Atlases.of(2, new float[] {5, 5, 1, 0, 0, 1, -1, 0, 0, -1, 0, 0.5f}, new float[12]);
        List<Integer> rows = NearestRows.find(atlas, new float[2], 4).stream()
                .map(Neighbour::row)
                .toList();
        assertEquals(List.of(5, 1, 2, 3), rows);
    }

    @Test
    void aSampleIsItsOwnNearest() {
        Atlas atlas = Atlases.drawn(9, 100, 3, 1, -2, 0);
        float[] code = {atlas.mu()[3 * 42], atlas.mu()[3 * 42 + 1], atlas.mu()[3 * 42 + 2]};
        assertEquals(List.of(new Neighbour(42, 0)), NearestRows.find(atlas, code, 1));
    }

    @Test
    void fewerRowsThanAskedForAreAllFound() {
        Atlas atlas = Atlases.drawn(10, 3, 2, 1, -2, 0);
        assertEquals(3, NearestRows.find(atlas, new float[2], 4096).size());
        assertEquals(List.of(), NearestRows.find(Atlases.of(2, new float[0], new float[0]), new float[2], 5));
    }

    @Test
    void whatIsNoCodeIsRefused() {
        Atlas atlas = Atlases.drawn(11, 3, 2, 1, -2, 0);
        Failure failure = assertThrows(Failure.class, () -> NearestRows.find(atlas, new float[3], 1));
        assertEquals("expected a code of 2 numbers, found 3", failure.getMessage());
        assertThrows(Failure.class, () -> NearestRows.find(atlas, new float[] {0, Float.NaN}, 1));
        assertThrows(Failure.class, () -> NearestRows.find(atlas, new float[2], 0));
    }
}
