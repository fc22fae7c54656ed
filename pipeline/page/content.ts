/** What the page holds besides its script and style, as its data and its packed parts. */
import { FORMAT_VERSION, PAGE_BLOBS, type PageData } from '../contract.ts';
import { bytesOf } from '../files/npy.ts';
import { imageCount } from '../images.ts';
import type { PageBundle } from './bundle.ts';
import type { PageInput } from './input.ts';
import { encodeCrowd } from './parts/crowd.ts';
import { encodeFrames } from './parts/frames.ts';
import { encodeIntegers } from './parts/integers.ts';
import { encodeSearch } from './parts/search.ts';

type Blob = readonly [id: string, bytes: Uint8Array];

export interface PageContent {
  readonly data: PageData;
  /** In the order in which they stand in the file. */
  readonly blobs: readonly Blob[];
}

export function contentOf(input: PageInput, bundle: PageBundle): PageContent {
  const { images, sheets, maps, neighbours, parity } = input;
  const frames = input.frames && encodeFrames(input.frames);
  const search = input.search && encodeSearch(input.search);
  const crowd = input.crowd ? encodeCrowd(input.crowd) : null;
  const data: PageData = {
    ...input.data,
    formatVersion: FORMAT_VERSION,
    images: {
      count: imageCount(images),
      ...images.shape,
      named: images.files !== undefined,
      sheets: sheets?.data ?? null,
    },
    neighbours: neighbours.k,
    frames: frames?.data ?? null,
    search: search?.data ?? null,
    ...(crowd ? { crowd: crowd.data } : {}),
    parity: parity.images,
  };
  // What the page cannot do without comes first, so that a file cut short still shows what it can.
  const blobs: Blob[] = [
    [PAGE_BLOBS.labels, bytesOf(images.labels)],
    [PAGE_BLOBS.map, joined(maps.map(({ positions }) => positions))],
    [PAGE_BLOBS.distortion, joined(maps.map(({ distortion }) => distortion))],
    [PAGE_BLOBS.uncertainty, joined(maps.map(({ uncertainty }) => uncertainty))],
    [PAGE_BLOBS.errors, bytesOf(input.errors)],
    [PAGE_BLOBS.neighbours, encodeIntegers(neighbours.indices)],
    [PAGE_BLOBS.images, sheets?.bytes ?? images.pixels],
    ...(images.files
      ? ([[PAGE_BLOBS.files, new TextEncoder().encode(JSON.stringify(images.files))]] as const)
      : []),
    [PAGE_BLOBS.parity, joined([parity.latents, parity.reconstructions])],
    [PAGE_BLOBS.worker, new TextEncoder().encode(bundle.worker)],
    [PAGE_BLOBS.encoder, input.encoder],
    [PAGE_BLOBS.decoder, input.decoder],
    ...(search
      ? ([
          [PAGE_BLOBS.searchMean, bytesOf(search.mean)],
          [PAGE_BLOBS.searchBasis, encodeIntegers(search.basis)],
          [PAGE_BLOBS.search, encodeIntegers(search.coordinates)],
        ] as const)
      : []),
    ...(crowd
      ? ([
          [PAGE_BLOBS.crowd, encodeIntegers(crowd.steps)],
          [PAGE_BLOBS.crowdLabels, encodeIntegers(crowd.labels)],
        ] as const)
      : []),
    ...(frames ? ([[PAGE_BLOBS.frames, encodeIntegers(frames.grown)]] as const) : []),
    [PAGE_BLOBS.licences, new TextEncoder().encode(bundle.licences)],
    [PAGE_BLOBS.wasm, bundle.wasm],
  ];
  return { data, blobs };
}

/** The bytes of arrays one after the other. */
function joined(arrays: readonly Float32Array[]): Uint8Array {
  return Buffer.concat(arrays.map(bytesOf));
}
