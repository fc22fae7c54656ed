import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { PAGE_BLOBS, PAGE_DATA } from '../../pipeline/contract.ts';
import type { PageInput } from '../../pipeline/page/input.ts';
import { buildPage } from '../../pipeline/page/page.ts';
import { inflate } from '../../viewer/data/blobs.ts';
import { loadPage } from '../../viewer/data/load.ts';
import { digitsPage, gridPoints } from '../viewer/pages.ts';

/** Text of the `<script id=…>` of a page, as a browser would find it. */
function scriptText(html: string, id: string): string | null {
  return new RegExp(`<script type="[a-z/]+" id="${id}">([^]*?)</script>`).exec(html)?.[1] ?? null;
}

void describe('the page', () => {
  let input: PageInput;
  let html: string;
  before(async () => {
    input = await digitsPage();
    html = await buildPage(input);
  });

  void test('holds what it was given, byte for byte', () => {
    const page = loadPage((id) => scriptText(html, id));
    assert.deepEqual(page.data.dataset, input.data.dataset);
    assert.deepEqual(page.data.images, {
      count: 400,
      channels: 1,
      height: 28,
      width: 28,
      named: false,
      sheets: null,
    });
    assert.deepEqual(page.labels, input.images.labels);
    assert.deepEqual(page.maps, [gridPoints()]);
    assert.equal(page.data.placedFrom, 360);
    assert.deepEqual(Buffer.from(page.pixels), Buffer.from(input.images.pixels));
    for (const model of ['encoder', 'decoder'] as const) {
      const bytes = inflate(scriptText(html, PAGE_BLOBS[model])!, model);
      assert.deepEqual(Buffer.from(bytes), Buffer.from(input[model]));
    }
  });

  void test('is the same for the same input', async () => {
    assert.equal(await buildPage(input), html);
  });

  void test('lets no text end its own element', () => {
    assert.ok(!scriptText(html, PAGE_DATA)!.includes('<'));
    assert.match(html, /<title>Digits &lt;\/script>&lt;b>&amp; more · Caelum<\/title>/);
  });

  void test('allows its own script and style by their hash, and no address', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)![1];
    const hash = (text: string) => createHash('sha256').update(text).digest('base64');
    const script = /<script>([^]*?)<\/script>/.exec(html)![1];
    const style = /<style>([^]*?)<\/style>/.exec(html)![1];
    assert.ok(policy.startsWith("default-src 'none'; "));
    assert.ok(
      policy.includes(`script-src 'sha256-${hash(script)}' 'wasm-unsafe-eval'; worker-src blob:`),
    );
    assert.ok(policy.includes(`style-src 'sha256-${hash(style)}'`));
    assert.ok(!/unsafe-inline|'unsafe-eval'|\*|https?:/.test(policy));
  });

  void test('names no file beside it', () => {
    const frame = html.replaceAll(/<(script|style)[^]*?<\/\1>/g, '');
    assert.deepEqual(frame.match(/(?:src|href)="(?!data:|#)[^"]*"/g), null);
  });

  void test('refuses a map of another number of points', async () => {
    const short = { ...gridPoints(), positions: gridPoints().positions.subarray(2) };
    await assert.rejects(buildPage({ ...input, maps: [short] }), /399 positions.*400 images/);
    const none = { ...gridPoints(), uncertainty: new Float32Array(0) };
    await assert.rejects(buildPage({ ...input, maps: [none] }), /0 uncertainties.*40 were placed/);
    await assert.rejects(buildPage({ ...input, maps: [] }), /0 maps and names 1/);
  });
});
