package isthmus.live;

import isthmus.Meters;
import isthmus.Settings;
import java.util.concurrent.Executor;

/**
 * What every session shares. Any thread.
 *
 * @param work for what has to be computed beside the networks
 * @param reports for what waits for the networks meanwhile
 * @param answers on which frames are filled and sent, so that a model goes on with its work meanwhile
 */
record House(
        Settings settings, Spaces spaces, TileCache tiles, Work work, Work reports, Executor answers, Meters meters) {}
