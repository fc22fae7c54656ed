/** Made crowds for the tests: round clouds, one a class. */
import { gzipSync } from 'node:zlib';
import { PAGE_BLOBS, type PageData } from '../../pipeline/contract.ts';
import { encodeBase85 } from '../../pipeline/page/parts/base85.ts';
import { encodeCrowd, type CrowdPoints } from '../../pipeline/page/parts/crowd.ts';
import { encodeIntegers } from '../../pipeline/page/parts/integers.ts';
import { seededRandom } from '../../pipeline/random.ts';
import { readCrowd, type Crowd } from '../../viewer/data/crowd.ts';
import { BlobReader } from '../../viewer/data/reader.ts';
import { SIDE } from './pages.ts';

const CLASSES = 10;

/** Where the cloud of a class has its middle on the grid of the test pages, and how wide it is. */
export const CLOUD = {
  middle: (label: number) => ({ x: 2 + 4 * (label % 5), y: label < 5 ? 5 : 13 }),
  radius: 2,
};

/** Point `i` is of class i mod 10, evenly in the circle of its cloud; all lie on the grid of the test pages. */
export function clouds(count: number, seed: number): CrowdPoints {
  const random = seededRandom(seed, 'clouds');
  const labels = Int32Array.from({ length: count }, (_, i) => i % CLASSES);
  const positions = new Float32Array(2 * count);
  labels.forEach((label, i) => {
    const { x, y } = CLOUD.middle(label);
    const [away, turn] = [CLOUD.radius * Math.sqrt(random()), 2 * Math.PI * random()];
    positions[2 * i] = Math.min(SIDE - 1, Math.max(0, x + away * Math.cos(turn)));
    positions[2 * i + 1] = y + away * Math.sin(turn);
  });
  return { title: 'Clouds', positions, labels };
}

/** As the page reads it. */
export function crowdOf(points: CrowdPoints): Crowd {
  const { data: crowd, steps, labels } = encodeCrowd(points);
  const texts: Readonly<Record<string, string>> = {
    [PAGE_BLOBS.crowd]: packed(steps),
    [PAGE_BLOBS.crowdLabels]: packed(labels),
  };
  const dataset = { classNames: new Array<string>(CLASSES).fill('') };
  const data = { crowd, dataset } as unknown as PageData;
  return readCrowd(data, new BlobReader((id) => texts[id] ?? null))!;
}

function packed(numbers: Int32Array): string {
  return encodeBase85(gzipSync(encodeIntegers(numbers)));
}
