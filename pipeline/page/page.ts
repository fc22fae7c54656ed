/**
 * Puts the viewer, the models, the images and the map into one HTML file that
 * opens from disk with no network.
 */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { NO_CLASS, PAGE_DATA, type PageData } from '../contract.ts';
import { imageCount } from '../images.ts';
import { bundleViewer, type PageBundle } from './bundle.ts';
import { contentOf } from './content.ts';
import { escapeText, fill, inlineJson, inlineScript, policy } from './html.ts';
import type { PageInput } from './input.ts';
import { encodeBase85 } from './parts/base85.ts';

/**
 * The whole of `viewer.html`; the same input gives the same bytes.
 *
 * @throws Error where maps and images differ in number, or a crowd's points and classes do, which is a mistake
 * of the caller
 */
export async function buildPage(input: PageInput): Promise<string> {
  checkMaps(input, imageCount(input.images));
  checkCrowd(input);
  const bundle = await bundleViewer();
  const { data, blobs } = contentOf(input, bundle);
  const parts = await Promise.all(blobs.map(([id, bytes]) => blobElement(id, bytes)));
  return assemblePage(bundle, data, parts);
}

/** @param parts elements that hold the blobs, in the order in which they stand in the file */
export function assemblePage(
  { html, css, main }: PageBundle,
  data: PageData,
  parts: readonly string[],
): string {
  return fill(html, [
    [`content="default-src 'none'"`, `content="${policy([main], [css])}"`],
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

function checkCrowd({ data, crowd }: PageInput): void {
  if (!crowd) return;
  const { positions, labels } = crowd;
  const classes = data.dataset.classNames.length;
  if (labels.length === 0 || positions.length !== 2 * labels.length) {
    throw new Error(
      `The crowd has ${positions.length / 2} positions and ${labels.length} labels, expected as many of each, and one or more.`,
    );
  }
  const nowhere = positions.findIndex((value) => !Number.isFinite(value));
  if (nowhere >= 0) {
    throw new Error(`Point ${nowhere >> 1} of the crowd lies at ${positions[nowhere]}.`);
  }
  const unknown = labels.findIndex((label) => label < NO_CLASS || label >= classes);
  if (unknown >= 0) {
    throw new Error(
      `Point ${unknown} of the crowd has label ${labels[unknown]} where there are ${classes} classes.`,
    );
  }
}

/** The element of a page that holds a blob. */
export async function blobElement(id: string, bytes: Uint8Array): Promise<string> {
  const packed = await promisify(gzip)(bytes, { level: 9 });
  return `<script type="text/plain" id="${id}">${encodeBase85(packed)}</script>`;
}
