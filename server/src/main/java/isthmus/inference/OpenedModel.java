package isthmus.inference;

import isthmus.latent.Prior;
import isthmus.model.ModelCard;

/** What any thread may know of a model that is open. */
record OpenedModel(ModelCard card, Prior prior) {}
