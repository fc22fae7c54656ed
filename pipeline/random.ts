import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Random } from '../exporter/layers/layer.ts';

export type { Random };

/**
 * A generator of its own for one purpose, so that drawing more numbers for one thing (say, the
 * initial weights) never changes another (say, the order of the images).
 *
 * @param seed any integer
 * @param purpose a fixed word such as `weights`
 */
export function seededRandom(seed: number, purpose: string): Random {
  const generator = xoroshiro128plus(seed ^ fnv1a(purpose));
  return () => uniformFloat64(generator);
}

/** Standard normal numbers from uniform ones, two at a time (Box & Muller 1958). */
export function normalNumbers(random: Random): Random {
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const number = spare;
      spare = null;
      return number;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

/** The numbers 0 … count − 1 in random order (Fisher–Yates). */
export function permutation(count: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const swapped = order[i];
    order[i] = order[j]!;
    order[j] = swapped;
  }
  return order;
}

/** 32-bit FNV-1a hash of a string (Fowler, Noll, Vo). */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash;
}
