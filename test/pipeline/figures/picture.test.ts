import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode } from 'fast-png';
import { valuePicture, valueRange } from '../../../pipeline/figures/colourScale.ts';
import {
  drawPicture,
  imagePicture,
  pictureScale,
  reconstructionPicture,
} from '../../../pipeline/figures/picture.ts';
import { rasterise } from '../../../pipeline/figures/raster.ts';
import { element } from '../../../pipeline/figures/svg.ts';

test('colour images go from channels first to pixels', () => {
  const picture = imagePicture(Uint8Array.of(1, 2, 3, 4, 5, 6), {
    channels: 3,
    height: 1,
    width: 2,
  });
  assert.equal(picture.channels, 3);
  assert.deepEqual([...picture.data], [1, 3, 5, 2, 4, 6]);
});

test('reconstructions are rounded and clipped', () => {
  const values = Float32Array.of(-1, 0.5, 2, NaN);
  const { data } = reconstructionPicture(values, { channels: 1, height: 2, width: 2 });
  assert.deepEqual([...data], [0, 128, 255, 0]);
});

test('pixels that are not of the shape are refused', () => {
  assert.throws(
    () => imagePicture(new Uint8Array(5), { channels: 1, height: 2, width: 3 }),
    /an image of 1 × 2 × 3 has 6 values; got 5/,
  );
});

test('pixels stay crisp in the PNG', () => {
  const picture = imagePicture(Uint8Array.of(0, 255, 255, 0), { channels: 1, height: 2, width: 2 });
  const scale = pictureScale(picture, 21);
  assert.equal(scale, 10.5);
  const image = drawPicture(picture, 0, 0, scale);
  const size = { xmlns: 'http://www.w3.org/2000/svg', width: 21, height: 21 };
  const { width, height, channels, data } = decode(rasterise(element('svg', size, image).source));
  assert.deepEqual([width, height], [42, 42]);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const expected = x < 21 === y < 21 ? 0 : 255;
      assert.equal(data[(y * width + x) * channels], expected, `pixel ${x}, ${y}`);
    }
  }
});

test('pictures with more pixels than places are shrunk', () => {
  assert.equal(pictureScale({ width: 200, height: 100 }, 50), 0.25);
});

test('values become viridis, from dark to bright', () => {
  const { data } = valuePicture(Float32Array.of(-2, 4), { width: 2, height: 1 }, [-2, 4]);
  assert.deepEqual([...data], [0x44, 0x01, 0x54, 255, 0xfd, 0xe7, 0x25, 255]);
});

test('NaN is grey, places without a value are transparent, and neither counts in the range', () => {
  const values = Float32Array.of(1, NaN, 3);
  assert.deepEqual(valueRange(values), [1, 3]);
  const { data } = valuePicture(values, { width: 2, height: 2 }, [1, 3]);
  assert.deepEqual([...data.subarray(4, 8)], [0xb8, 0xbd, 0xc6, 255]);
  assert.deepEqual([...data.subarray(12)], [0, 0, 0, 0]);
  assert.deepEqual(valueRange(Float32Array.of(NaN, Infinity)), [NaN, NaN]);
});
