/** What takes the space in a page. */

export interface Part {
  /** Id of a blob, or what else it is. */
  readonly name: string;
  readonly bytes: number;
}

/** From the largest to the smallest. */
export function partsOf(html: string): Part[] {
  const blobs = Array.from(
    html.matchAll(/<script type="text\/plain" id="([^"]+)">([^<]*)<\/script>/g),
    ([whole, name]): Part => ({ name, bytes: whole.length }),
  );
  const rest = Buffer.byteLength(html) - blobs.reduce((sum, { bytes }) => sum + bytes, 0);
  return [...blobs, { name: 'script, style and data', bytes: rest }].sort(
    (a, b) => b.bytes - a.bytes,
  );
}
