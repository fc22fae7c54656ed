/** What every contestant is asked for, and what it gives. */
import { readFileSync } from 'node:fs';
import { decodeNpy } from '../../pipeline/files/npy.ts';

export interface MapTask {
  /** Path of a .npy file: float32, N × dimensions. */
  readonly latents: string;
  /** Path of the .npy file that is to hold the map: float32, N × 2. */
  readonly map: string;
  readonly perplexity: number;
  /** In all; the first 250 are exaggerated. */
  readonly iterations: number;
}

export interface MapTurn {
  /** From latents in memory to the map. */
  readonly seconds: number;
  /** KL divergence in nats, as who made the map reckons it. */
  readonly kl: number;
  /** N × 2. */
  readonly positions: Float32Array;
}

export function readMap({ map }: MapTask): Float32Array {
  return decodeNpy(readFileSync(map), map).data as Float32Array;
}
