import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { blocksOf } from '../../../pipeline/shards/blocks.ts';
import { labelsAmong } from '../../../pipeline/shards/images/imageSource.ts';
import { shardOf, WHOLE } from '../../../pipeline/shards/shard.ts';
import { InputError } from '../../../pipeline/errors.ts';

describe('which shard', () => {
  test('is said, or told by the array of jobs', () => {
    assert.deepEqual(shardOf('3/8', {}), { index: 3, count: 8 });
    assert.deepEqual(shardOf('auto/8', { JOB_COMPLETION_INDEX: '0' }), { index: 1, count: 8 });
    assert.deepEqual(shardOf('auto/8', { JOB_COMPLETION_INDEX: '7' }), { index: 8, count: 8 });
    assert.deepEqual(shardOf('auto/8', { SLURM_ARRAY_TASK_ID: '8' }), { index: 8, count: 8 });
  });

  const refused: [string, NodeJS.ProcessEnv, RegExp][] = [
    ['0/8', {}, /Part 0 is none of 1 to 8/],
    ['9/8', {}, /Part 9 is none of 1 to 8/],
    ['3', {}, /such as 3\/8/],
    ['-1/8', {}, /such as 3\/8/],
    ['1/0', {}, /Expected 1 to/],
    ['auto', { SLURM_ARRAY_TASK_ID: '1' }, /auto\/8/],
    ['auto/8', {}, /JOB_COMPLETION_INDEX of .* or SLURM_ARRAY_TASK_ID/],
    ['auto/8', { JOB_COMPLETION_INDEX: '8' }, /Part 9 \(JOB_COMPLETION_INDEX is 8/],
    ['auto/8', { SLURM_ARRAY_TASK_ID: '0' }, /a Slurm array 1-N begins at 1/],
    ['auto/8', { SLURM_ARRAY_TASK_ID: '7', SLURM_ARRAY_TASK_MIN: '0' }, /begin it at 1, as/],
    ['auto/8', { SLURM_ARRAY_TASK_ID: 'x' }, /SLURM_ARRAY_TASK_ID is "x"/],
  ];
  for (const [text, environment, message] of refused) {
    test(`refuses ${text} where the environment is ${JSON.stringify(environment)}`, () => {
      assert.throws(() => shardOf(text, environment), message);
    });
  }
});

describe('labels', () => {
  test('become indices of the classes of the run; no label stays none', () => {
    assert.deepEqual([...labelsAmong(['cat', 'dog'], ['dog', null, '-1', 'cat'])], [1, -1, -1, 0]);
    assert.deepEqual([...labelsAmong(['0', '-1'], ['-1'])], [1], 'a class may be called so');
  });

  test('of classes that the run has not are refused by name', () => {
    assert.throws(() => labelsAmong(['cat'], ['cow']), /class "cow", and the run has .* cat/);
  });
});

describe('blocks', () => {
  for (const [count, shards] of [
    [1, 1],
    [99, 2],
    [12_000, 60],
    [1_000_003, 7],
    [100_000_000, 1000],
  ]) {
    test(`of ${count} images are the same in one shard as in ${shards}`, () => {
      const parts = Array.from({ length: shards }, (_, i) =>
        blocksOf({ index: i + 1, count: shards }, count),
      );
      assert.deepEqual(parts.flat(), blocksOf(WHOLE, count));
      const sizes = parts.map((blocks) => blocks.length);
      assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1);
    });
  }

  test('follow each other from the first image to the last', () => {
    const blocks = blocksOf(WHOLE, 123_457);
    assert.equal(blocks[0].from, 0);
    assert.equal(blocks.at(-1)!.to, 123_457);
    for (let i = 1; i < blocks.length; i++) assert.equal(blocks[i].from, blocks[i - 1].to);
    assert.ok(blocks.every(({ from, to }) => to > from && to - from <= 10_000));
  });

  test('cannot be fewer than shards', () => {
    assert.throws(() => blocksOf({ index: 1, count: 3 }, 60), {
      name: InputError.name,
      message: /60 images are 2 blocks of at most 50/,
    });
  });
});
