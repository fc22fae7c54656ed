import assert from 'node:assert/strict';
import { test } from 'node:test';
import { worstFigure } from '../../../pipeline/figures/worst.ts';
import { imageSize, toFloats } from '../../../pipeline/images.ts';
import { checkFigure, occurrences } from './sheets.ts';

/** Images whose reconstructions are off by 0.5 everywhere. */
function input(count: number, channels: number) {
  const shape = { channels, height: 6, width: 5 };
  const pixels = Uint8Array.from({ length: count * imageSize(shape) }, (_, k) => (k * 37) % 120);
  const images = { shape, pixels, labels: Int32Array.from({ length: count }, (_, n) => n % 2) };
  return {
    dataset: { title: 'things', classNames: ['shoe', 'Ankle boot & more'] },
    images,
    reconstructions: toFloats(images, Array.from(images.labels.keys())).map((value) => value + 0.5),
    errors: new Array<number>(count).fill(0.25),
    among: 1234,
  };
}

test('three pictures for each image, its class and its error; differences from 0 on', () => {
  const svg = checkFigure(() => worstFigure(input(16, 1)));
  assert.equal(occurrences(svg, '<image '), 3 * 16 + 1);
  assert.equal(occurrences(svg, '>0.250</text>'), 16);
  assert.equal(occurrences(svg, '>shoe</text>'), 8);
  assert.match(svg, /worst 16 of 1,234 test images/);
  assert.ok(svg.includes('>0</text>') && svg.includes('>0.5</text>'));
});

test('names of classes reach beyond small pictures before they are cut', () => {
  const { dataset, ...rest } = input(4, 1);
  const [name, long] = ['automobile', 'a name that no column has room for'];
  const svg = worstFigure({ ...rest, dataset: { ...dataset, classNames: [name, long] } });
  assert.equal(occurrences(svg, `>${name}</text>`), 2);
  assert.equal(occurrences(svg, `>${long}</title>`), 2);
});

test('colour, one image, and none', () => {
  assert.equal(
    occurrences(
      checkFigure(() => worstFigure(input(1, 3))),
      '<image ',
    ),
    3 + 1,
  );
  assert.throws(() => worstFigure(input(0, 1)), /shows 1 to 16 images; got 0/);
  assert.throws(() => worstFigure(input(17, 1)), /got 17/);
});
