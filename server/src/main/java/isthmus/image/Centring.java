package isthmus.image;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where in each image of a data set its figure lies. */
public enum Centring {
    /** Its centre of mass in the middle: moved by whole pixels until it falls in row height / 2 and column width / 2. */
    @JsonProperty("mass")
    MASS,
    /** The box around it in the middle. */
    @JsonProperty("box")
    BOX,
    /** Anywhere, as where its place is itself something that varies; or the images have no figure. */
    @JsonProperty("none")
    NONE
}
