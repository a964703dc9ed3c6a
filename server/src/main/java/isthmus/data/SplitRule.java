package isthmus.data;

/** Which rows of one file are the test part. Any thread. */
enum SplitRule {
    /** The whole file is for training. */
    TRAIN_FILE {
        @Override
        boolean isTest(int row) {
            return false;
        }

        @Override
        boolean hasRowsOf(DataPart part) {
            return part != DataPart.TEST;
        }
    },
    /** The whole file is the test part. */
    TEST_FILE {
        @Override
        boolean isTest(int row) {
            return true;
        }

        @Override
        boolean hasRowsOf(DataPart part) {
            return part != DataPart.TRAIN;
        }
    },
    /** Rows 9, 19, 29 and so on are the test part. */
    EVERY_TENTH {
        @Override
        boolean isTest(int row) {
            return row % 10 == 9;
        }
    },
    /**
     * Two contiguous ranges of the film, 800 to 999 and 1765 to 1964: neighbouring frames are nearly equal, so a random split
     * would leak training frames.
     */
    FREY_FRAMES {
        @Override
        boolean isTest(int row) {
            return (row >= 800 && row <= 999) || (row >= 1765 && row <= 1964);
        }
    };

    /** Whether a row, counted from 0 within the file, is in the test part. */
    abstract boolean isTest(int row);

    /** Whether a row is in the part. */
    boolean isIn(DataPart part, int row) {
        return switch (part) {
            case TRAIN -> !isTest(row);
            case TEST -> isTest(row);
            case ALL -> true;
        };
    }

    /** Whether the file need be read at all for the part. */
    boolean hasRowsOf(DataPart part) {
        return true;
    }

    /** How many of the first {@code rows} rows are in the part. */
    int count(DataPart part, int rows) {
        int count = 0;
        for (int row = 0; row < rows; row++) {
            count += isIn(part, row) ? 1 : 0;
        }
        return count;
    }
}
