/** The pages of several runs in one, beside each other; what they have in common stands in it once. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  BLOB_PLACE,
  COMPARED_PAGES,
  FILES,
  sharedId,
  type ComparedPage,
  type Metrics,
} from '../contract.ts';
import { bundleComparison } from '../page/bundle.ts';
import { BLOB_ELEMENTS, escapeText, fill, inlineJson, inlineScript, policy } from '../page/html.ts';
import { comparisonLede } from './lede.ts';
import type { ComparisonNotes } from './notes.ts';
import { BEST_LEGEND, comparisonHtml, TABLE_LEGEND } from './tables.ts';
import type { ComparedRun } from './runs.ts';
import { imagesKey } from './sameImages.ts';
import { inWords } from './words.ts';

/** Texts by their content: the same text gets the same number. */
class Shared {
  readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();

  numberOf(text: string): number {
    const digest = createHash('sha256').update(text).digest('hex');
    const known = this.numbers.get(digest);
    if (known !== undefined) return known;
    this.numbers.set(digest, this.texts.length);
    return this.texts.push(text) - 1;
  }
}

/**
 * The whole of `compare.html`.
 *
 * @param table facts and measures, the runs being the spaces
 */
export async function comparisonPage(
  runs: readonly ComparedRun[],
  notes: ComparisonNotes,
  table: Metrics,
): Promise<string> {
  const { html, css, main } = await bundleComparison();
  const shared = new Shared();
  const pages: ComparedPage[] = [];
  for (const { name, folder, manifest } of runs) {
    const page = await readFile(folder.file(FILES.viewer), 'utf8');
    pages.push({
      name,
      images: imagesKey(manifest),
      drawsSamples: manifest.settings.model === 'vae',
      ...withoutBlobs(page, shared),
    });
  }
  const title = escapeText(inWords(runs.map(({ name }) => name)));
  return fill(html, [
    [
      `content="default-src 'none'"`,
      `content="${policy([main, ...own(pages, SCRIPT)], [css, ...own(pages, STYLE)])}"`,
    ],
    ['<title>Caelum</title>', `<title>${title} · Caelum</title>`],
    [/<style>[^]*?<\/style>/, `<style>${css}</style>`],
    ['<!-- title -->', title],
    ['<!-- lede -->', comparisonLede(pages)],
    ['<!-- warnings -->', paragraphs(notes.warnings, 'warning')],
    ['<!-- differences -->', paragraphs([notes.differences], 'quiet')],
    ['<!-- legend -->', paragraphs([`${TABLE_LEGEND} ${BEST_LEGEND}`], 'quiet')],
    ['<!-- table -->', comparisonHtml(table)],
    [
      '<!-- script and data -->',
      [
        `<script>${inlineScript(main)}</script>`,
        `<script type="application/json" id="${COMPARED_PAGES}">${inlineJson(pages)}</script>`,
        ...shared.texts.map(
          (text, i) => `<script type="text/plain" id="${sharedId(i)}">${text}</script>`,
        ),
      ].join('\n'),
    ],
  ]);
}

function paragraphs(texts: readonly string[], kind: string): string {
  return texts.map((text) => `<p class="${kind}">${escapeText(text)}</p>`).join('\n');
}

/** Script and style of the pages, which run within this one: each different one once. */
function own(pages: readonly ComparedPage[], part: RegExp): string[] {
  return [...new Set(pages.flatMap(({ frame }) => part.exec(frame)?.[1] ?? []))];
}

const SCRIPT = /<script>([^]*?)<\/script>/;
const STYLE = /<style>([^]*?)<\/style>/;

function withoutBlobs(page: string, shared: Shared): Pick<ComparedPage, 'frame' | 'blobs'> {
  const blobs: (readonly [string, number])[] = [];
  const frame = page.replace(BLOB_ELEMENTS, (_, id: string, text: string) => {
    blobs.push([id, shared.numberOf(text)]);
    return blobs.length === 1 ? BLOB_PLACE : '';
  });
  return { frame, blobs };
}
