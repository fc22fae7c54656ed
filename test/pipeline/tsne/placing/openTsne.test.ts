import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { placedAccuracy } from '../../../../pipeline/measures/placement/placedAccuracy.ts';
import { nearestReferences } from '../../../../pipeline/tsne/placing/nearestReferences.ts';
import { placeOnMap } from '../../../../pipeline/tsne/placing/placeOnMap.ts';
import { findPython } from '../../../helpers.ts';
import { DIMENSIONS, mappedDigits, type MappedDigits } from './mappedDigits.ts';

const SCRIPT = fileURLToPath(new URL('../../../fixtures/opentsne/transform.py', import.meta.url));
const python = findPython(['openTSNE']);

test(
  'new digits land where openTSNE places them on the same map, among their class as often',
  { skip: 'reason' in python && python.reason },
  async () => {
    const digits = await mappedDigits();
    const { reference, points, labels, pointLabels, positions } = digits;
    const theirs = openTsne((python as { path: string }).path, digits);
    const ours = placeOnMap(points, DIMENSIONS, reference).positions;
    const accuracy = (placed: Float32Array) => {
      const right = placedAccuracy(
        nearestReferences(placed, positions, 2, 10),
        labels,
        pointLabels,
      );
      return right.reduce((sum, one) => sum + one, 0) / right.length;
    };
    assert.ok(accuracy(ours) > accuracy(theirs) - 0.02, `${accuracy(ours)}, ${accuracy(theirs)}`);
    const apart = Array.from({ length: ours.length / 2 }, (_, i) =>
      Math.hypot(ours[2 * i] - theirs[2 * i], ours[2 * i + 1] - theirs[2 * i + 1]),
    ).sort((a, b) => a - b);
    // Of a map some fifty units wide.
    assert.ok(apart[apart.length >> 1] < 1, `${apart[apart.length >> 1]}`);
  },
);

function openTsne(path: string, { reference, points, positions }: MappedDigits): Float32Array {
  const request = {
    latents: rows(reference.latents, DIMENSIONS),
    points: rows(points, DIMENSIONS),
    positions: rows(positions, 2),
    perplexity: 20,
  };
  const { status, stdout, stderr } = spawnSync(path, [SCRIPT], {
    input: JSON.stringify(request),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`transform.py failed: ${stderr}`);
  return Float32Array.from((JSON.parse(stdout) as number[][]).flat());
}

function rows(numbers: Float32Array, width: number): number[][] {
  return Array.from({ length: numbers.length / width }, (_, i) =>
    Array.from(numbers.subarray(i * width, (i + 1) * width)),
  );
}
