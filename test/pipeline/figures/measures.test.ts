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

const dataset = { title: 'things', classNames: Array.from({ length: 10 }, (_, c) => `class ${c}`) };

test('a dot for each value and each class that has images, and the numbers of all', () => {
  const svg = checkFigure(() => measuresFigure({ dataset, metrics: metrics(['tsne', 'pca'], 10) }));
  // Three heads, three values of one measure and one of another, nine classes; divergences have no dot.
  assert.equal(occurrences(svg, '<circle '), 3 + 3 + 1 + 9);
  for (const number of ['0.000', '0.100', '0.200', '−0.310', '1.70']) {
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
