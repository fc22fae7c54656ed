/** The dialog in which one saves what the page shows and holds: pictures, tables, the models, a link. */
import { PAGE_BLOBS } from '../../pipeline/contract.ts';
import { inflate, textOf, type ReadText } from '../data/blobs.ts';
import type { Page } from '../data/load.ts';
import type { MapView } from '../map/map.ts';
import { byId, element } from '../parts/elements.ts';
import type { PageStore } from '../state/state.ts';
import { createCopyLink } from './copyLink.ts';
import { download } from './download.ts';
import { fileName } from './fileName.ts';
import { mapSvg } from './mapSvg.ts';
import { shape } from './svg/shape.ts';
import { pngOf } from './svg/pngOf.ts';
import { serialised, svgOf } from './svg/svgOf.ts';
import { imagesCsv, measuresCsv } from './tables.ts';

/** Parts of the page that can be saved as pictures, each with its element. */
const PICTURES = [
  ['Map', 'map-card'],
  ['Panel beside it', 'inspector'],
  ['Measures', 'measures-card'],
  ['Class by class', 'classes'],
  ['Hardest to reconstruct', 'gallery-section'],
  ['Training', 'training'],
] as const;

/** Pixels of a PNG for one of CSS: those of a good screen. */
const PNG_RATIO = 2;

const TYPES = {
  png: 'image/png',
  svg: 'image/svg+xml',
  csv: 'text/csv',
  onnx: 'application/octet-stream',
} as const;

/** One way to save something: a kind of file and what goes into it. */
interface Format {
  readonly ending: keyof typeof TYPES;
  readonly content: () => BlobPart | Promise<BlobPart>;
}

export function createTakeaway(page: Page, store: PageStore, map: MapView, read: ReadText): void {
  const dialog = byId('takeaway', HTMLDialogElement);
  const status = byId('takeaway-status', HTMLElement);
  byId('takeaway-open', HTMLButtonElement).addEventListener('click', () => {
    status.textContent = '';
    pictures.replaceChildren(...pictureRows());
    dialog.showModal();
  });
  // Keys are the dialog's own here: Escape closes it, and what is selected stays so.
  dialog.addEventListener('keydown', (event) => {
    event.stopPropagation();
  });
  createCopyLink(page, store, status);

  const save = async (what: string, { ending, content }: Format): Promise<void> => {
    const name = fileName([page.data.dataset.title, what], ending);
    try {
      download(name, [await content()], TYPES[ending]);
      status.textContent = `Saved as ${name}.`;
    } catch (error) {
      status.textContent = `${name} could not be made. ${(error as Error).message}`;
    }
  };
  const row = (title: string, what: string, formats: readonly Format[]): HTMLElement => {
    const buttons = formats.map((format) => {
      const kind = format.ending.toUpperCase();
      const attributes = { type: 'button', 'aria-label': `${title}, ${kind}` };
      const button = element('button', attributes, kind);
      button.addEventListener('click', () => void save(what, format));
      return button;
    });
    return element('li', {}, title, element('span', { class: 'buttons' }, ...buttons));
  };

  const pictures = byId('takeaway-pictures', HTMLElement);
  const pictureRows = (): HTMLElement[] =>
    PICTURES.map(([title, id]) => [title, byId(id, HTMLElement)] as const)
      .filter(([, host]) => !host.hidden)
      .map(([title, host]) => {
        const seen = () => pictureOf(host, () => mapPicture(map));
        const drawn = () => pictureOf(host, () => mapSvg(map.scene(), map.crowd(PNG_RATIO)));
        return row(title, title, [
          { ending: 'png', content: async () => pngOf(await seen(), PNG_RATIO) },
          { ending: 'svg', content: async () => serialised(await drawn()) },
        ]);
      });
  byId('takeaway-tables', HTMLElement).append(
    row('All images with their places, errors and distortions', 'images', [
      { ending: 'csv', content: () => imagesCsv(page) },
    ]),
    row('Measures', 'measures', [{ ending: 'csv', content: () => measuresCsv(page.data.metrics) }]),
  );
  const model = (id: string, length?: number) => (): BlobPart =>
    inflate(textOf(read, id), id).slice(0, length);
  const { firstBlock } = page.data.encoder;
  byId('takeaway-models', HTMLElement).append(
    row('Encoder, from image to latent', 'encoder', [
      { ending: 'onnx', content: model(PAGE_BLOBS.encoder, firstBlock?.addedAt) },
    ]),
    row('Decoder, from latent to image', 'decoder', [
      { ending: 'onnx', content: model(PAGE_BLOBS.decoder) },
    ]),
  );
}

/** The map with all its layers, in the pixels of the file. */
function mapPicture(map: MapView): SVGElement {
  const { width, height } = map.scene();
  return shape('image', { width, height, href: map.picture(PNG_RATIO).toDataURL() });
}

/** @param drawMap what stands for the map's canvas */
async function pictureOf(host: HTMLElement, drawMap: () => SVGElement): Promise<SVGSVGElement> {
  if (host instanceof HTMLDetailsElement && !host.open) {
    // Some are filled when they open.
    const opened = new Promise((resolve) => {
      host.addEventListener('toggle', resolve, { once: true });
    });
    host.open = true;
    await opened;
  }
  return svgOf(host, (part) => (part.id === 'map' ? drawMap() : null));
}
