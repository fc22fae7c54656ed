/** How pages that stand beside each other in one tell each other what is chosen: messages between windows. */

/** From a page to the one that holds it, which passes it on to the others, and from there. */
export interface LinkMessage {
  readonly kind: typeof LINK;
  /** Parts of the page's state that have changed, by their names. */
  readonly state?: Readonly<Record<string, unknown>>;
  /** The same of the state of its drawing pad. */
  readonly pad?: Readonly<Record<string, unknown>>;
}

/** From a page to the one that holds it: how high all of it is, CSS pixels. */
export interface HeightMessage {
  readonly kind: typeof HEIGHT;
  readonly height: number;
}

/** To a page from the one that holds it: show the samples that the decoder draws. */
export interface SamplesMessage {
  readonly kind: typeof SAMPLES;
}

export const LINK = 'caelum-link';
export const HEIGHT = 'caelum-height';
export const SAMPLES = 'caelum-samples';

/** What a page that compares others knows of each. */
export interface ComparedPage {
  readonly name: string;
  /** The same for pages of the same images in the same order and size: only these are linked. */
  readonly images: string;
  /** Whether its network is variational, so that images can be drawn from its latents' distribution. */
  readonly drawsSamples: boolean;
  /** Its HTML, with {@link BLOB_PLACE} where its blobs stood. */
  readonly frame: string;
  /** Of each blob its id, and the number of the element `shared-<number>` that holds its text. */
  readonly blobs: readonly (readonly [id: string, element: number])[];
}

export const BLOB_PLACE = '[the blobs stand here]';

/** Id of the `<script type="application/json">` that holds the `ComparedPage`s. */
export const COMPARED_PAGES = 'compared-pages';

/** Id of the element with the text of a blob. */
export function sharedId(element: number): string {
  return `shared-${element}`;
}
