/** An image of the run for programs to try the models on. */
import { encode } from 'fast-png';
import { FILES } from '../contract.ts';
import { imagePicture } from '../figures/picture.ts';
import { pickImages, type ImageSet } from '../images.ts';

export const EXAMPLE = FILES.example;

/** The first image as PNG, pixel for pixel. */
export function examplePng(images: ImageSet): Uint8Array {
  const first = pickImages(images, [0]);
  return encode({ ...imagePicture(first.pixels, first.shape), depth: 8 });
}
