import assert from 'node:assert/strict';
import { test } from 'node:test';
import { benchSettings } from '../../bench/settings.ts';
import { InputError } from '../../pipeline/errors.ts';

test('everything is measured when nothing is named, the map and the page in fewer rounds', () => {
  const { network, map, page, device, json } = benchSettings([]);
  assert.deepEqual(network, {
    tasks: ['training', 'encode', 'decode'],
    rounds: 7,
    steps: 20,
    dataDir: null,
  });
  assert.deepEqual(map, {
    rounds: 3,
    points: [10_000],
    iterations: 1000,
    run: null,
    dataDir: null,
  });
  assert.deepEqual(page, { rounds: 3, points: [10_000], crowd: 0, run: null });
  assert.deepEqual([device, json], ['cpu', false]);
});

test('only what is named is measured, in the order of the help', () => {
  assert.equal(benchSettings(['map']).network, null);
  assert.equal(benchSettings(['decode']).map, null);
  assert.equal(benchSettings(['map']).page, null);
  const { network, page } = benchSettings('page --points 200 --crowd 300 --rounds 1'.split(' '));
  assert.deepEqual([network, page], [null, { rounds: 1, points: [200], crowd: 300, run: null }]);
  const both = benchSettings(['map', 'decode', 'training', '--rounds', '5', '--json']);
  assert.deepEqual(both.network!.tasks, ['training', 'decode']);
  assert.equal(both.network!.rounds, 5);
  assert.equal(both.map!.rounds, 5);
  assert.equal(both.json, true);
});

test('options of the map', () => {
  const words = ['map', '--points', '10000,70000', '--iterations', '300', '--run', '/runs/a'];
  const { map } = benchSettings([...words, '--data-dir', '/data']);
  assert.deepEqual(map, {
    rounds: 3,
    points: [10_000, 70_000],
    iterations: 300,
    run: '/runs/a',
    dataDir: '/data',
  });
});

test('options that make no sense are refused by name', () => {
  const REFUSED: readonly (readonly [readonly string[], RegExp])[] = [
    [['--points', '99'], /--points.*'99'.*whole number from 100/],
    [['--points', '1e4'], /--points.*'1e4'.*whole number from 100/],
    [['--points', '1000,'], /--points.*'1000,'.*whole number from 100/],
    [['--points', '2000,1000'], /--points.*'2000,1000'.*ascending numbers, such as 10000,70000/],
    [['--points', '1000,1000'], /--points.*ascending/],
    [['--iterations', '299'], /--iterations.*'299'.*whole number from 300/],
    [['--rounds', '0'], /--rounds.*'0'.*whole number from 1/],
    [['--run', ''], /--run.*Expected a path/],
  ];
  for (const [words, message] of REFUSED) {
    assert.throws(
      () => benchSettings(['map', ...words]),
      (error) => error instanceof InputError && message.test(error.message),
      words.join(' '),
    );
  }
});
