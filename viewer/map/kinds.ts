/** What is to be said of each kind of map: how it is made, how to read it, how images got onto it later. */

export interface MapKind {
  /** How the images are arranged, to go on after "9,000 images". */
  readonly arranged: (title: string) => string;
  /** What to trust of the map. */
  readonly reading: string;
  /** How images got onto the finished map. */
  readonly placing: string;
}

const alike = (title: string): string =>
  `, arranged by ${title}: what the encoder finds alike lies close together.`;

const KINDS: Readonly<Record<string, MapKind>> = {
  tsne: {
    arranged: alike,
    reading:
      't-SNE keeps neighbours together: trust who is next to whom, but not the size of a group, ' +
      'nor the distance between groups, nor the empty space.',
    placing: 'pulled there by their nearest mapped images and pushed by the whole map.',
  },
  umap: {
    arranged: alike,
    reading:
      'UMAP keeps neighbours together: trust who is next to whom rather than how large, how dense or how ' +
      'far apart the groups are.',
    placing:
      'each at the weighted mean of its nearest mapped images, so that some float between groups.',
  },
  pca: {
    arranged: (title) =>
      ` by ${title}, in the plane in which the latents vary most: what lies close together here need not be alike.`,
    reading:
      'PCA shows the latents as they lie, seen from the side where they spread most. Distances are true as ' +
      'far as two directions go; what differs in all the others is not to be seen.',
    placing: 'by the same projection as the others.',
  },
  latent: {
    arranged: () =>
      ' where their latents lie: these have two numbers, and the map is the latent space itself.',
    reading:
      'Nothing was projected: the two numbers of a latent are its place on the map, so that distances are true and ' +
      'what the decoder makes of a place lies under it.',
    placing: 'where their own latents lie.',
  },
};

const OTHER: MapKind = {
  arranged: alike,
  reading: '',
  placing: 'among their nearest mapped images.',
};

/** @param name of a map, such as `tsne-30`; its beginning tells the kind */
export function mapKind(name: string): MapKind {
  return KINDS[name.split('-')[0]] ?? OTHER;
}
