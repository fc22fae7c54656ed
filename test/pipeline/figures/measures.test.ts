import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Measure, Metrics } from '../../../pipeline/contract.ts';
import { measuresFigure } from '../../../pipeline/figures/measures.ts';
import { checkFigure, occurrences } from './sheets.ts';

function measure(key: string, values: Measure['values'], changes: Partial<Measure> = {}): Measure {
  return {
    key,
    title: key,
    unit: '1',
    range: [0, 1],
    better: 'higher',
    definition: 'A test.',
    source: 'A test.',
    values,
    sample: null,
    ...changes,
  };
}

function metrics(mapNames: readonly string[], classes: number): Metrics {
  const everywhere = ['latents', ...mapNames];
  const value = (space: string, at: number) => ({ space, value: at, interval: null });
  const perClass = Array.from({ length: classes }, (_, c) => (c === 1 ? null : 0.01 * (c + 1)));
  return {
    spaces: ['images', ...everywhere].map((name) => ({ name, title: `the ${name}` })),
    measures: [
      measure('MSE', [{ ...value('images', 0.02), perClass }], { better: 'lower' }),
      measure(
        'kept',
        everywhere.map((space, s) => ({ ...value(space, s / 10), interval: [0, 0.9] })),
      ),
      measure('below', [value('latents', -0.31)], { range: [-1, 1] }),
      measure(
        'divergence',
        mapNames.map((name) => value(name, 1.7)),
        {
          unit: 'nats',
          range: [0, null],
        },
      ),
    ],
  };
}

test('errors of images without classes stand apart from clusters', () => {
  const [space, interval] = ['images', null];
  const { spaces, measures } = metrics([], 1);
  const errors = ['mse', 'ssim'].map((key) => measure(key, [{ space, value: 0.3, interval }]));
  const figure = { spaces, measures: [...errors, ...measures.slice(1)] };
  const svg = checkFigure(() => measuresFigure({ dataset, metrics: figure }));
  const at = ['Reconstruction', 'mse ↑', 'ssim ↑', 'Classes, clusters and placing', 'kept ↑'].map(
    (text) => svg.indexOf(`>${text}</text>`),
  );
  assert.ok(at[0] > 0);
  assert.deepEqual(
    at,
    at.toSorted((a, b) => a - b),
  );
});

const dataset = { title: 'things', classNames: Array.from({ length: 10 }, (_, c) => `class ${c}`) };

test('a mark for each value, a dot for each class that has images, and the numbers of all', () => {
  const svg = checkFigure(() => measuresFigure({ dataset, metrics: metrics(['tsne', 'pca'], 10) }));
  // Three heads, and nine classes.
  assert.equal(occurrences(svg, '<circle '), 3 + 9);
  // Three values of one measure and one of another; divergences have no mark.
  assert.equal(occurrences(svg, 'stroke-width="2.5"'), 3 + 1);
  for (const number of ['0.00', '0.100', '0.200', '−0.310', '1.70']) {
    assert.ok(svg.includes(`>${number}</text>`), number);
  }
  assert.match(svg, />MSE ↓</);
  assert.match(svg, />kept ↑</);
  // The scale reaches below 0 as far as the values do.
  assert.ok(svg.includes('>−0.4</text>'));
});

test('a class that training left out is named, and how far it stands out is drawn', () => {
  const all = metrics(['tsne'], 10);
  const auroc = measure('AUROC', [{ space: 'images', value: 0.75, interval: null }]);
  const svg = checkFigure(() =>
    measuresFigure({
      dataset: { ...dataset, leftOut: 8 },
      metrics: { ...all, measures: [...all.measures, auroc] },
    }),
  );
  assert.match(svg, /Class class 8 was left out of training\./);
  assert.match(svg, />class 8 \(left out\)</);
  assert.match(svg, />AUROC ↑</);
  assert.match(svg, />0\.750</);
});

test('measures near 1 fill an axis of their own, and displacements begin at 0', () => {
  const spaces = [{ name: 'tsne', title: 't-SNE' }];
  const at = (value: number) => [{ space: 'tsne', value, interval: null }];
  const svg = checkFigure(() =>
    measuresFigure({
      dataset,
      metrics: {
        spaces,
        measures: [
          measure('continuity10', at(0.93)),
          measure('trustworthiness10', at(0.88)),
          measure('displacement', at(0.1), { unit: 'map radii', range: [0, null] }),
          measure('displacementToOthers', at(1.34), { unit: 'map radii', range: [0, null] }),
        ],
      },
    }),
  );
  const left = placeOf(svg, '0.86') - (0.01 * (placeOf(svg, '0.88') - placeOf(svg, '0.86'))) / 0.02;
  assert.ok(Math.abs(left - placeOf(svg, '0.0')) < 0.1, 'from 0.85 and from 0');
  assert.match(svg, />Displacement, map radii</);
  assert.ok(placeOf(svg, '1.4') > placeOf(svg, '1.2'), 'beyond the largest');
});

/** Where a number of an axis stands, in px. */
function placeOf(svg: string, text: string): number {
  const found = new RegExp(`<text x="([\\d.]+)"[^>]*>${text}</text>`).exec(svg);
  assert.ok(found, text);
  return Number(found[1]);
}

test('many maps with long names, and one class', () => {
  const names = Array.from({ length: 7 }, (_, n) => `t-SNE, perplexity ${n}`);
  const svg = checkFigure(() => measuresFigure({ dataset, metrics: metrics(names, 1) }));
  assert.equal(occurrences(svg, '>1.70</text>'), 7);
});

test('without measures of maps the rest is drawn', () => {
  const { spaces, measures } = metrics([], 10);
  const some = { spaces, measures: measures.slice(0, 2) };
  assert.match(
    checkFigure(() => measuresFigure({ dataset, metrics: some })),
    />kept ↑</,
  );
});
