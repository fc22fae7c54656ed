/**
 * Puts a drawing where the network expects it: the way MNIST's digits were made from scans.
 *
 * "The original black and white images were size normalized to fit in a 20x20 pixel box while
 * preserving their aspect ratio. The resulting images contain grey levels as a result of the
 * anti-aliasing technique used by the normalization algorithm. The images were centered in a 28x28
 * image by computing the center of mass of the pixels, and translating the image so as to position
 * this point at the center of the 28x28 field." (LeCun, Cortes, Burges: The MNIST database)
 *
 * In the published files the shift is by whole pixels and brings the centre of mass to within half a
 * pixel of pixel 14, counted from 0; so it does here.
 */

/** A grey picture: `height` rows of `width` values, 0 for paper and 1 for full ink. */
export interface Ink {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** Side of the box over side of the image. */
const BOX = 20 / 28;

/** A drawing in its place, and how it came there. */
export interface Centred {
  /** `height` × `width` values in [0, 1]. */
  readonly image: Float32Array;
  /** The drawing and its centre of mass, in pixels of the sheet. */
  readonly drawn: Framing;
  /** The same in pixels of the image. */
  readonly placed: Framing;
}

export interface Framing {
  /** The smallest box around all ink. */
  readonly box: Box;
  /** Mean place of the ink. */
  readonly mass: Point;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** @returns null where there is no ink */
export function centre(ink: Ink, height: number, width: number): Centred | null {
  const box = boundingBox(ink);
  if (!box) return null;
  const scale = (BOX * Math.min(height, width)) / Math.max(box.width, box.height);
  const digit = resample(
    ink,
    box,
    Math.max(1, Math.round(box.height * scale)),
    Math.max(1, Math.round(box.width * scale)),
  );
  const mass = centreOfMass(digit);
  const left = Math.floor(width / 2) - Math.round(mass.x);
  const top = Math.floor(height / 2) - Math.round(mass.y);
  const frame = { left, top, width: digit.width, height: digit.height };
  return {
    image: place(digit, left, top, height, width),
    drawn: { box, mass: within(box, mass, digit) },
    placed: { box: frame, mass: within(frame, mass, digit) },
  };
}

/** A picture at another size. */
export function scaleTo(ink: Ink, height: number, width: number): Float32Array {
  const all = { left: 0, top: 0, width: ink.width, height: ink.height };
  return resample(ink, all, height, width).values;
}

/** Where the middle of a pixel of `digit` lies when the digit fills a box. */
function within(box: Box, pixel: Point, digit: Ink): Point {
  return {
    x: box.left + ((pixel.x + 0.5) / digit.width) * box.width,
    y: box.top + ((pixel.y + 0.5) / digit.height) * box.height,
  };
}

function boundingBox({ width, height, values }: Ink): Box | null {
  let left = width;
  let right = -1;
  let top = height;
  let bottom = -1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (values[y * width + x] === 0) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  return right < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** Part of a picture at another size; each new pixel is the mean of the area that it covers. */
function resample(ink: Ink, box: Box, height: number, width: number): Ink {
  const values = new Float32Array(height * width);
  const columns = coverage(box.width, width);
  const rows = coverage(box.height, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (const row of rows[y]) {
        const from = (box.top + row.index) * ink.width + box.left;
        for (const column of columns[x]) {
          sum += row.share * column.share * ink.values[from + column.index];
        }
      }
      values[y * width + x] = sum;
    }
  }
  return { width, height, values };
}

/** Which of `from` cells each of `to` equal parts of the same length covers; shares sum to 1. */
function coverage(from: number, to: number): { index: number; share: number }[][] {
  const length = from / to;
  return Array.from({ length: to }, (_, part) => {
    const start = part * length;
    const end = start + length;
    const cells = [];
    for (let index = Math.floor(start); index < Math.min(from, Math.ceil(end)); index++) {
      const share = (Math.min(end, index + 1) - Math.max(start, index)) / length;
      if (share > 0) cells.push({ index, share });
    }
    return cells;
  });
}

function centreOfMass({ width, height, values }: Ink): Point {
  let mass = 0;
  let sumX = 0;
  let sumY = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = values[y * width + x];
      mass += value;
      sumX += value * x;
      sumY += value * y;
    }
  }
  return { x: sumX / mass, y: sumY / mass };
}

/** Copies a picture onto empty paper; what lies outside is cut off. */
function place(ink: Ink, left: number, top: number, height: number, width: number): Float32Array {
  const paper = new Float32Array(height * width);
  for (let y = Math.max(0, -top); y < Math.min(ink.height, height - top); y++) {
    for (let x = Math.max(0, -left); x < Math.min(ink.width, width - left); x++) {
      paper[(y + top) * width + x + left] = ink.values[y * ink.width + x];
    }
  }
  return paper;
}
