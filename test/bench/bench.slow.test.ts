/** `npm run bench` as its users start it, with as little work as it takes. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Results } from '../../bench/results.ts';
import { findPython } from '../helpers.ts';
import { benchCommand } from './command.ts';

const scratch = mkdtempSync(join(tmpdir(), 'caelum-'));
const { startBeside, succeed } = benchCommand(scratch);
const torch = findPython(['torch', 'numpy']);

after(() => {
  rmSync(scratch, { recursive: true });
});

test('without PyTorch it measures Caelum alone, and says where a step’s time goes', () => {
  const said = succeed(['training', '--rounds', '1', '--steps', '2']);
  assert.match(said, /Peer: none, since \/nonexistent has no PyTorch/);
  assert.match(said, /\n {2}Caelum, CPU \(.*\) +\d+ images\/s\n/);
  assert.match(said, /\n +ms +% {2}operator\n(?: +\d+\.\d\d +\d+\.\d {2}\w+\n){10}.* others\n/);
  assert.match(said, /\n +ms +% {2}node\n(?: +\d+\.\d\d +\d+\.\d {2}\S+\n){10}.* others\n/);
  assert.match(said, /\n +\d+\.\d\d ms for \d\.\d\d G multiply-adds .* at \d+\.\d\d G\/s\n/);
  assert.match(said, /\n +\d+\.\d\d ms for \d\.\d\d GB of activations.* at \d+\.\d\d GB\/s\n$/);
  assert.doesNotMatch(said, /^(encode|decode):|NaN|undefined/m);
});

test('--json writes one object with all of it', () => {
  const args = ['training', 'encode', '--rounds', '1', '--steps', '3', '--json'];
  const results = JSON.parse(succeed(args)) as Results;
  assert.ok(results.machine.cores > 0 && results.machine.processor !== '');
  const { tasks, stepCost } = results.network!;
  assert.deepEqual(Object.keys(tasks), ['training', 'encode']);
  for (const contestants of Object.values(tasks)) {
    assert.equal(contestants.length, 1);
    assert.ok(contestants[0].imagesPerSecond > 0);
  }
  const { nodeMilliseconds, operators, nodes, floor } = stepCost!;
  for (const shares of [operators, nodes]) {
    const sum = shares.reduce((total, { milliseconds }) => total + milliseconds, 0);
    assert.ok(Math.abs(sum - nodeMilliseconds) < 1e-6);
  }
  // A floor that lies above what was measured would be none.
  const { operations, traffic } = floor.milliseconds;
  assert.ok(operations > 0 && operations < nodeMilliseconds, `${operations} ms`);
  assert.ok(traffic > 0 && traffic < nodeMilliseconds, `${traffic} ms`);
  assert.ok(
    Math.abs((operations * floor.peak.multiplyAddsPerSecond) / 1000 - floor.multiplyAdds) < 1,
  );
});

test(
  'PyTorch takes its turns where Python has it',
  { skip: 'reason' in torch && torch.reason },
  () => {
    const { path } = torch as { path: string };
    const args = ['training', 'encode', '--rounds', '1', '--steps', '2', '--json'];
    const { network } = JSON.parse(succeed(args, path)) as Results;
    const { tasks } = network!;
    for (const [ours, theirs] of [tasks.training!, tasks.encode!]) {
      assert.match(theirs.title, /^PyTorch \d+\..*, CPU, \d+ threads?$/);
      const ratio = ours.imagesPerSecond / theirs.imagesPerSecond;
      assert.ok(Math.abs(theirs.ratio.median - ratio) < 1e-9); // of the only round
    }
  },
);

test('wrong usage is one clear sentence and exit code 2', async () => {
  const REFUSED: readonly (readonly [readonly string[], RegExp])[] = [
    [
      ['trainin'],
      /'trainin' is invalid.*training, encode, decode, map, page, shards; see npm run bench -- --help/,
    ],
    [['--steps', '0'], /--steps.*'0'.*whole number from 1/],
    [['--data-dir', join(scratch, 'nowhere')], /nowhere does not exist/],
    [['--device', 'gpu'], /--device.*'gpu'.*auto, cpu, webgpu, cuda/],
  ];
  const all = await Promise.all(REFUSED.map(([args]) => startBeside(args)));
  for (const [i, { status, stdout, stderr }] of all.entries()) {
    const [, message] = REFUSED[i];
    assert.equal(status, 2, stderr);
    assert.match(stderr, message);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
    assert.doesNotMatch(stdout, /Images:|images\/s/); // nothing was measured
  }
});

test('leaves nothing in the temporary folder', () => {
  const left = readdirSync(scratch).filter((name) => name.startsWith('caelum-'));
  assert.deepEqual(left, []); // where there is PyTorch, it got its images in a folder here
});
