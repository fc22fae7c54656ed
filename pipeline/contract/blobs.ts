/**
 * Digits of the base 85 in which blobs are written, from 0 to 84: the printable characters from `(` to
 * `|`, but `~` for `<`, which could begin a tag.
 */
export const BASE85_DIGITS = Array.from({ length: 85 }, (_, value) =>
  String.fromCharCode(40 + value).replace('<', '~'),
).join('');

/**
 * Blobs inside `viewer.html`, each gzip, then base 85 (four bytes as five digits) in
 * `<script type="text/plain" id="…">`. Numbers are little-endian. Integers are packed: n as 2n, or as
 * −2n − 1 where it is negative, in 32 bits, of which all lowest bytes come first, then all second ones, …
 */
export const PAGE_BLOBS = {
  /** Script that runs the models, UTF-8. */
  worker: 'blob-worker',
  /** WebAssembly of the runtime. */
  wasm: 'blob-wasm',
  encoder: 'blob-encoder',
  decoder: 'blob-decoder',
  /** uint8, images × channels × height × width; or the files of `PageData.images.sheets`. */
  images: 'blob-images',
  /** JSON: the file of each image; not there where `PageData.images.named` is false. */
  files: 'blob-files',
  /** int32, one class index an image. */
  labels: 'blob-labels',
  /** float32, maps × images × 2: x then y. */
  map: 'blob-map',
  /** float32, maps × images: 0 (a whole neighbourhood) to 1. */
  distortion: 'blob-distortion',
  /** float32, maps × placed images, in units of the map. */
  uncertainty: 'blob-uncertainty',
  /** float32, one an image: mean squared error of its reconstruction. */
  errors: 'blob-errors',
  /** Integers, images × `PageData.neighbours`: ids. */
  neighbours: 'blob-neighbours',
  /** Integers, frames but the last × mapped images × 2: see `PageFrames`. */
  frames: 'blob-frames',
  /** float32, one a number of a latent: mean of the mapped latents. */
  searchMean: 'blob-search-mean',
  /** Integers, components × latent: see `PageSearch`. */
  searchBasis: 'blob-search-basis',
  /** Integers, components × mapped images: see `PageSearch`. */
  search: 'blob-search',
  /** Integers, one an image of the crowd: see `PageCrowd`; not there where the page has none. */
  crowd: 'blob-crowd',
  /** Integers, one an image of the crowd, in the same order: class index, or −1 where it has no label. */
  crowdLabels: 'blob-crowd-labels',
  /** float32: latents, then reconstructions, of the images that `PageData.parity` names. */
  parity: 'blob-parity',
  /** Licences of the code of others that the page holds, UTF-8. */
  licences: 'blob-licences',
} as const;

/** Id of the `<script type="application/json">` that holds the `PageData`. */
export const PAGE_DATA = 'page-data';
