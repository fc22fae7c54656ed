/** A latent seen as pictures: `count` maps of `height` × `width`. */
export interface LatentMaps {
  readonly count: number;
  readonly height: number;
  readonly width: number;
}

/**
 * How to draw a latent: the channels of [C, H, W] as maps, [H, W] as one map, and a vector of D
 * numbers as one map of rows as near to a square as its length allows (the last row may be short).
 */
export function latentMaps(latentShape: readonly number[]): LatentMaps {
  const last = latentShape.at(-1) ?? 1;
  if (latentShape.length < 2) {
    const columns = Math.ceil(Math.sqrt(last));
    return { count: 1, height: Math.ceil(last / columns), width: columns };
  }
  const leading = latentShape.slice(0, -2);
  return {
    count: leading.reduce((product, size) => product * size, 1),
    height: latentShape[latentShape.length - 2],
    width: last,
  };
}
