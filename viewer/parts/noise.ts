import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/**
 * Numbers of the standard normal distribution, by the method of Box & Muller (1958); the same for the same
 * seed.
 *
 * @param seed any integer
 */
export function noiseOf(seed: number, count: number): Float32Array {
  const generator = xoroshiro128plus(seed);
  const noise = new Float32Array(count);
  for (let i = 0; i < count; i += 2) {
    // From (0, 1], since zero has no logarithm.
    const radius = Math.sqrt(-2 * Math.log(1 - uniformFloat64(generator)));
    const angle = 2 * Math.PI * uniformFloat64(generator);
    noise[i] = radius * Math.cos(angle);
    if (i + 1 < count) noise[i + 1] = radius * Math.sin(angle);
  }
  return noise;
}
