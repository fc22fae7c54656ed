/** What every figure must keep, and small inputs to draw. */
import assert from 'node:assert/strict';
import { decode } from 'fast-png';
import { seededRandom } from '../../../pipeline/random.ts';
import { rasterise } from '../../../pipeline/figures/raster.ts';
import { MARGIN, WIDTH } from '../../../pipeline/figures/style.ts';
import { contrast } from './colourDifference.ts';

/** `count` numbers in [−1, 1), the same each time. */
export function numbers(count: number): Float32Array {
  const random = seededRandom(7, 'figures');
  return Float32Array.from({ length: count }, () => 2 * random() - 1);
}

/** How often `part` stands in `text`. */
export function occurrences(text: string, part: string): number {
  return text.split(part).length - 1;
}

/**
 * Draws a figure twice and checks what all have in common: well-formed (the renderer refuses what is
 * not), the same bytes again, readable texts, a PNG at twice the size that is neither blank nor drawn
 * over its margins.
 */
export function checkFigure(draw: () => string): string {
  const svg = draw();
  assert.equal(draw(), svg, 'the same input gives the same SVG');
  assert.match(svg, /^<svg [^>]*role="img"[^>]*><title>[^<]+<\/title><desc>[^<]+<\/desc>/);
  const attributes = svg.replaceAll(/ href="[^"]*"/g, '');
  assert.doesNotMatch(attributes, /="[^"]*(NaN|Infinity|undefined)|>undefined/);
  for (const [, fill] of svg.matchAll(/<text [^>]*fill="(#[0-9a-f]{6})"/g)) {
    assert.ok(contrast(fill, '#ffffff') >= 4.5, `text in ${fill} is too pale`);
  }
  const png = rasterise(svg);
  assert.deepEqual(rasterise(svg), png, 'the same SVG gives the same PNG');
  checkPixels(svg, png);
  return svg;
}

function checkPixels(svg: string, png: Uint8Array): void {
  const { width, height, channels, data } = decode(png);
  const [, svgWidth, svgHeight] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [];
  assert.equal(Number(svgWidth), WIDTH);
  assert.deepEqual([width, height], [2 * WIDTH, 2 * Number(svgHeight)]);
  // Letters reach a pixel or two beyond the point that they start from.
  const margin = 2 * MARGIN - 8;
  let [inside, outside] = [0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * channels;
      if (data[at] === 255 && data[at + 1] === 255 && data[at + 2] === 255) continue;
      if (x < margin || y < margin || x >= width - margin || y >= height - margin) outside++;
      else inside++;
    }
  }
  assert.equal(outside, 0, 'nothing is drawn in the margins');
  assert.ok(inside > 1000, 'the figure is not blank');
}
