/**
 * Puts the viewer, the models, the images and the map into one HTML file that
 * opens from disk with no network.
 */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { FORMAT_VERSION, PAGE_BLOBS, PAGE_DATA, type PageData } from '../contract.ts';
import { imageCount, type ImageSet } from '../images.ts';
import { bundleViewer } from './bundle.ts';
import { encodeFrames, type Frames } from './parts/frames.ts';
import { toPlanes } from './parts/planes.ts';
import { encodeSearch, type Search } from './parts/search.ts';

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
  const { images, maps, neighbours, parity } = input;
  const count = imageCount(images);
  checkMaps(input, count);
  const frames = input.frames && encodeFrames(input.frames);
  const search = input.search && encodeSearch(input.search);
  const { html, css, main, worker, wasm } = await bundleViewer();
  const data: PageData = {
    ...input.data,
    formatVersion: FORMAT_VERSION,
    images: { count, ...images.shape },
    neighbours: neighbours.k,
    frames: frames?.data ?? null,
    search: search?.data ?? null,
    parity: parity.images,
  };
  // From the smallest to the largest, so that a file cut short still shows what it can.
  const blobs: readonly (readonly [id: string, bytes: Uint8Array])[] = [
    [PAGE_BLOBS.labels, bytesOf(images.labels)],
    [PAGE_BLOBS.map, joined(maps.map(({ positions }) => positions))],
    [PAGE_BLOBS.distortion, joined(maps.map(({ distortion }) => distortion))],
    [PAGE_BLOBS.uncertainty, joined(maps.map(({ uncertainty }) => uncertainty))],
    [PAGE_BLOBS.errors, bytesOf(input.errors)],
    [PAGE_BLOBS.neighbours, toPlanes(neighbours.indices)],
    [PAGE_BLOBS.images, images.pixels],
    [PAGE_BLOBS.parity, joined([parity.latents, parity.reconstructions])],
    [PAGE_BLOBS.worker, new TextEncoder().encode(worker)],
    [PAGE_BLOBS.encoder, input.encoder],
    [PAGE_BLOBS.decoder, input.decoder],
    ...(search
      ? ([
          [PAGE_BLOBS.searchBasis, bytesOf(search.basis)],
          [PAGE_BLOBS.search, bytesOf(search.coordinates)],
        ] as const)
      : []),
    ...(frames ? ([[PAGE_BLOBS.frames, bytesOf(frames.blob)]] as const) : []),
    [PAGE_BLOBS.licences, new TextEncoder().encode('')],
    [PAGE_BLOBS.wasm, wasm],
  ];
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

/** The bytes of arrays one after the other. */
function joined(arrays: readonly Float32Array[]): Uint8Array {
  return Buffer.concat(arrays.map(bytesOf));
}

/** The bytes behind an array; typed arrays are little-endian on every machine that Node runs on. */
function bytesOf(array: Int32Array | Float32Array | Int16Array | Uint16Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

async function blobElement(id: string, bytes: Uint8Array): Promise<string> {
  const packed = await promisify(gzip)(bytes, { level: 9 });
  return `<script type="text/plain" id="${id}">${packed.toString('base64')}</script>`;
}

/** What the page may do: run its own script and a worker from memory, and reach nothing outside. */
function policy(script: string, css: string): string {
  return [
    "default-src 'none'",
    `script-src ${sha256(script)} 'wasm-unsafe-eval' blob:`,
    'worker-src blob:',
    `style-src ${sha256(css)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function sha256(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** A script as it may stand in HTML; the bundler has escaped the end tag inside strings already. */
function inlineScript(script: string): string {
  if (/<\/script|<!--/i.test(script)) {
    throw new Error('The bundled script holds text that would end it early inside HTML.');
  }
  return script;
}

/** JSON as it may stand in HTML: no `<`, hence no tag or comment. */
function inlineJson(data: PageData): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** Puts each text in its place; the place must be there exactly as written. */
function fill(frame: string, places: readonly (readonly [string | RegExp, string])[]): string {
  return places.reduce((html, [place, text]) => {
    // As a function, since `$&` and the like in the text are not ours.
    const filled = html.replace(place, () => text);
    if (filled === html) throw new Error(`viewer/index.html has no place for ${String(place)}.`);
    return filled;
  }, frame);
}
