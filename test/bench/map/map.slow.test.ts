/** `npm run bench -- map` as its users start it, on few points. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { makeMap } from '../../../bench/map/caelum.ts';
import type { MapResults } from '../../../bench/map/measure.ts';
import type { Results } from '../../../bench/results.ts';
import { readNpmDigits } from '../../../pipeline/datasets/npmDigits.ts';
import { Failure } from '../../../pipeline/errors.ts';
import { encodeNpy } from '../../../pipeline/files/npy.ts';
import { tsne } from '../../../pipeline/tsne/tsne.ts';
import { findPython, realDigits } from '../../helpers.ts';
import { benchCommand } from '../command.ts';

const scratch = mkdtempSync(join(tmpdir(), 'caelum-'));
const { startBeside, succeed } = benchCommand(scratch);
const run = join(scratch, 'run');
const COUNT = 600;
const DIMENSIONS = 784;
let points: Float32Array;

/** Pixels stand in for latents: what made the numbers does not matter here. */
before(async () => {
  points = (await realDigits(COUNT)).data;
  const labels = (await readNpmDigits()).train.labels.subarray(0, COUNT);
  mkdirSync(run);
  const shape = [COUNT, DIMENSIONS];
  writeFileSync(join(run, 'latents.npy'), encodeNpy({ shape, data: points }));
  writeFileSync(join(run, 'labels.npy'), encodeNpy({ shape: [COUNT], data: labels }));
});

after(() => {
  rmSync(scratch, { recursive: true });
});

const QUICK = ['map', '--run', run, '--rounds', '1', '--iterations', '300'];

function resultsOf(said: string): MapResults {
  const { network, map } = JSON.parse(said) as Results;
  assert.equal(network, null);
  return map!;
}

test('without Python it measures Caelum alone, says why, and how time grows', () => {
  const said = succeed([...QUICK, '--points', '300,600,5000']);
  assert.match(said, /\nmap: t-SNE of 300 × 784 \(Caelum also of 600\), perplexity 30, 300 iter/);
  assert.match(said, /\nNot measured: 5,000 points, since only 600 latents are at hand/);
  assert.match(said, /\nNot measured: \/nonexistent has no NumPy, scikit-learn or openTSNE/);
  assert.match(said, /\n {2}Caelum +300 points +\d+\.\d s\n/);
  assert.match(said, /\n {2}Caelum +600 points +\d+\.\d s\n/);
  assert.match(said, /\n {2}Caelum +\d+\.\d {2}\d\.\d{4} {2}\d\.\d{4} {2}0\.\d{4}\n/);
  assert.match(said, /\n +300(?: +\d+\.\d\d s){5} +0\.\d\d GB +\d\.\d{4}\n/);
  assert.match(said, /\n +600(?: +\d+\.\d\d s){5} +0\.\d\d GB +\d\.\d{4}\n/);
  assert.match(said, /From 300 to 600 points, time grows to the power of -?\d+\.\d\d \(/);
  assert.doesNotMatch(said, /NaN|undefined|images\/s/);
});

test('--json writes one object with all of it', () => {
  const said = succeed([...QUICK, '--points', '300,600', '--rounds', '2', '--json']);
  const { contestants, results, costs, growth, rounds } = resultsOf(said);
  assert.equal(contestants.length, 1);
  assert.equal(rounds, 2);
  assert.deepEqual(
    costs.map(({ points }) => points),
    [300, 600],
  );
  for (const { seconds, stages, peakBytes } of costs) {
    const sum = Object.values(stages).reduce((total, each) => total + each);
    // Medians of two rounds are means, so that they add up.
    assert.ok(Math.abs(sum / seconds - 1) < 1e-9, `${sum} s, ${seconds} s`);
    assert.ok(peakBytes > 5e7 && peakBytes < 1e9, `${peakBytes} bytes`);
  }
  assert.equal(growth.length, 1);
  const [{ kl, statedKl, knnAccuracy }] = results;
  assert.ok(Math.abs(kl / statedKl - 1) < 0.05, `${kl}, stated: ${statedKl}`);
  assert.ok(knnAccuracy > 0.6 && knnAccuracy < 1, String(knnAccuracy));
});

const PEERS = [
  ['scikit-learn', findPython(['sklearn', 'numpy'])],
  ['openTSNE', findPython(['openTSNE', 'numpy'])],
] as const;
const found = PEERS.flatMap(([name, python]) => ('path' in python ? [{ name, ...python }] : []));

test('peers take their turns where Python has them', { skip: found.length === 0 }, () => {
  const args = [...QUICK, '--points', '500,600', '--json'];
  const { results, missing } = resultsOf(succeed(args, found[0].path));
  assert.equal(missing.length, PEERS.length - found.length, missing.join('; '));
  assert.equal(results.length, 1 + found.length);
  const [ours, ...theirs] = results;
  for (const [i, peer] of theirs.entries()) {
    assert.ok(peer.title.startsWith(`${found[i].name} `), peer.title);
    assert.match(peer.title, / \d+\..*, \d+ threads$/);
    assert.ok(Math.abs(peer.ratio.median / (peer.seconds / ours.seconds) - 1) < 1e-9); // one round
    // Each map is judged by itself, and no package can be far from what it states.
    assert.ok(Math.abs(peer.kl / peer.statedKl - 1) < 0.05, JSON.stringify(peer));
    assert.ok(Math.abs(peer.kl / ours.kl - 1) < 0.25, `${peer.kl}, Caelum: ${ours.kl}`);
    assert.ok(peer.knnAccuracy > 0.6, String(peer.knnAccuracy));
  }
  assert.equal(new Set(results.map(({ kl }) => kl)).size, results.length); // a map from each
});

test('a process of its own makes the map that this one makes, and its memory is its own', async () => {
  const held = Buffer.alloc(6e8, 1); // what it is forked from must not count
  const request = {
    latents: join(run, 'latents.npy'),
    map: join(scratch, 'map.npy'),
    perplexity: 30,
    iterations: 20,
  } as const;
  const { positions, kl, peakBytes } = await makeMap(request);
  const expected = await tsne(points, DIMENSIONS, { iterations: 20 });
  assert.deepEqual(positions, expected.positions);
  assert.equal(kl, expected.kl);
  assert.ok(peakBytes < held.length, `${peakBytes} bytes`);
  const nowhere = { ...request, latents: join(scratch, 'nowhere.npy') };
  await assert.rejects(makeMap(nowhere), (error) => {
    assert.ok(error instanceof Failure);
    assert.match(error.message, /Caelum's map ended with 1: [^]*ENOENT[^]*nowhere\.npy/);
    return true;
  });
});

test('wrong usage is one clear sentence and exit code 2', async () => {
  const REFUSED: readonly (readonly [readonly string[], RegExp])[] = [
    [['--points', 'many'], /--points.*'many'.*whole number from 100/],
    [['--run', join(scratch, 'nowhere')], /nowhere holds no latents\.npy/],
    [['--points', '601'], /--points 601 is more than the 600 latents at hand/],
  ];
  const all = await Promise.all(REFUSED.map(([args]) => startBeside([...QUICK, ...args])));
  for (const [i, { status, stdout, stderr }] of all.entries()) {
    const [, message] = REFUSED[i];
    assert.equal(status, 2, stderr);
    assert.match(stderr, message);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
    assert.doesNotMatch(stdout, /map:/);
  }
});

test('leaves nothing in the temporary folder', () => {
  const left = readdirSync(scratch).filter((name) => name.startsWith('caelum-'));
  assert.deepEqual(left, []);
});
