package isthmus.paper;

import isthmus.data.DataPart;
import isthmus.data.DataSet;

/** Where the images of an experiment come from. */
public interface ImageSource {
    /** A part of a data set; a Failure of the kind NOT_FOUND where it is not on this machine. */
    DataSet part(String data, DataPart part);
}
