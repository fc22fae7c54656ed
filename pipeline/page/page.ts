/**
 * Puts the viewer, the models, the images and the map into one HTML file that
 * opens from disk with no network.
 */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { PAGE_DATA, type PageData } from '../contract.ts';
import { imageCount, type ImageSet } from '../images.ts';
import { bundleViewer } from './bundle.ts';
import { contentOf } from './content.ts';
import { escapeText, fill, inlineJson, inlineScript, policy } from './html.ts';
import { encodeBase85 } from './parts/base85.ts';
import type { Frames } from './parts/frames.ts';
import type { Search } from './parts/search.ts';

export interface PageInput {
  /** What the page tells besides its images. */
  readonly data: Omit<
    PageData,
    'formatVersion' | 'images' | 'neighbours' | 'frames' | 'search' | 'parity'
  >;
  /** The images of the maps: those that the maps are made of, then those that were placed on them. */
  readonly images: ImageSet;
  /** As `data` names them. */
  readonly maps: readonly MapPoints[];
  /** One an image: mean squared error of its reconstruction. */
  readonly errors: Float32Array;
  readonly neighbours: NearestImages;
  /** Null where no map came to be step by step. */
  readonly frames: Frames | null;
  /** Null where there is nothing to look for. */
  readonly search: Search | null;
  readonly parity: Parity;
  /** ONNX files that take and give the tensors named in `data`. */
  readonly encoder: Uint8Array;
  readonly decoder: Uint8Array;
}

/** The mapped images nearest to each in latent space. */
export interface NearestImages {
  readonly k: number;
  /** Images × k: ids, nearest first. */
  readonly indices: Int32Array;
}

/** What the runtime here made of some images, for the page to compare its own with. */
export interface Parity {
  /** Ids. */
  readonly images: readonly number[];
  /** Images × latent. */
  readonly latents: Float32Array;
  /** Images × channels × height × width. */
  readonly reconstructions: Float32Array;
}

/** Where the images lie on one map. */
export interface MapPoints {
  /** Images × 2: x to the right, y upwards, any unit. */
  readonly positions: Float32Array;
  /** One an image: 0 where its neighbourhood is whole, to 1. */
  readonly distortion: Float32Array;
  /** One a placed image, in units of the map. */
  readonly uncertainty: Float32Array;
}

/**
 * The whole of `viewer.html`; the same input gives the same bytes.
 *
 * @throws Error where maps and images differ in number, which is a mistake of the caller
 */
export async function buildPage(input: PageInput): Promise<string> {
  checkMaps(input, imageCount(input.images));
  const bundle = await bundleViewer();
  const { html, css, main } = bundle;
  const { data, blobs } = contentOf(input, bundle);
  const parts = await Promise.all(blobs.map(([id, bytes]) => blobElement(id, bytes)));
  return fill(html, [
    [`content="default-src 'none'"`, `content="${policy(main, css)}"`],
    ['<title>Caelum</title>', `<title>${escapeText(data.dataset.title)} · Caelum</title>`],
    [/<style>[^]*?<\/style>/, `<style>${css}</style>`],
    [
      '<!-- script and data -->',
      [
        `<script>${inlineScript(main)}</script>`,
        `<script type="application/json" id="${PAGE_DATA}">${inlineJson(data)}</script>`,
        ...parts,
      ].join('\n'),
    ],
  ]);
}

function checkMaps({ data, maps }: PageInput, count: number): void {
  if (maps.length !== data.maps.length) {
    throw new Error(`The page has ${maps.length} maps and names ${data.maps.length}.`);
  }
  for (const { positions, distortion, uncertainty } of maps) {
    const lengths = [positions.length / 2, distortion.length, uncertainty.length];
    if (lengths.join() === [count, count, count - data.placedFrom].join()) continue;
    throw new Error(
      `A map has ${lengths[0]} positions, ${lengths[1]} distortions and ${lengths[2]} uncertainties ` +
        `for ${count} images, of which ${count - data.placedFrom} were placed.`,
    );
  }
}

async function blobElement(id: string, bytes: Uint8Array): Promise<string> {
  const packed = await promisify(gzip)(bytes, { level: 9 });
  return `<script type="text/plain" id="${id}">${encodeBase85(packed)}</script>`;
}
